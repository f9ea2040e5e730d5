import { mount } from 'svelte';
import ConfirmWindow from '../../lib/ui/popup/ConfirmWindow.svelte';
import { makeSurface } from '../../lib/ui/surface.ts';

const target = document.getElementById('app');
const surface = makeSurface('home', () => undefined);
const id = location.hash.slice(1);
if (target !== null) mount(ConfirmWindow, { target, props: { surface, id } });
