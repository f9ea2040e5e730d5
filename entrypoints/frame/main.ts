import { startFrame } from '../../lib/ui/frame/startframe.svelte.ts';

const target = document.getElementById('app');
if (target !== null) void startFrame(target);
