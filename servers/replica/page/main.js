import { App } from './app.js';
import { boot } from './boot.js';
import { start } from './hooks.js';
import { listenToHotkeys } from './hotkeys.js';
import { followRoutes } from './route.js';
import { setState, state } from './store.js';
import { h } from './vnode.js';
import { wentWrong } from './wrong.js';

const mount = document.getElementById(boot.mount);

followRoutes();
if (!boot.broken) listenToHotkeys();
start(h(App, null), mount, (error) => wentWrong(mount, error));

// The page is never quite still: ages and counts move on.
setInterval(() => setState({ tick: state.tick + 1 }), 4000);
