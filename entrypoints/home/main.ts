import { mount } from 'svelte';
import Home from '../../lib/ui/home/Home.svelte';
import { makeSurface } from '../../lib/ui/surface.ts';

const target = document.getElementById('app');
const surface = makeSurface('home', (route) => {
  location.hash = route;
});
if (target !== null) mount(Home, { target, props: { surface } });
