import { mount } from 'svelte';
import { openPlace } from '../../lib/ui/popup/openplace.ts';
import Popup from '../../lib/ui/popup/Popup.svelte';
import { makeSurface } from '../../lib/ui/surface.ts';

const target = document.getElementById('app');
const surface = makeSurface('home', openPlace);
if (target !== null) mount(Popup, { target, props: { surface } });
