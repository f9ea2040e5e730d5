import { composerTrigger, isEditable, isNewPostKey } from '../../../lib/site/facebook/composer.ts';
import type { Gate } from '../gate.ts';
import type { Feature } from '../overlay.ts';
import { openComposer } from './composerdialog.ts';
import { passOnce } from './tofacebook.ts';

/**
 * The page's own "What's on your mind" opens our composer in the place of Facebook's. Facebook's editor is never used and none
 * of its buttons is pressed. Where the trigger is not known with certainty, nothing is intercepted.
 */
export const composer: Feature = {
  name: 'composer',
  on: ['home', 'profile'],
  stays: [],
  start(overlay, signal) {
    const trigger = () => composerTrigger(document, overlay.kind(), location.href);
    const pass = passOnce(overlay, signal);
    const dialog = openComposer(overlay, pass.start, signal);
    const gate: Gate = {
      isOurs: (event) => {
        const target = event.composedPath()[0];
        return target instanceof Node && trigger()?.contains(target) === true;
      },
      isHotkey: (event) => isNewPostKey(event) && !isEditable(event.composedPath()[0]) && trigger() !== null,
      passes: pass.passes,
      passed: pass.done,
      open: () => dialog.open(trigger()),
      isOpen: dialog.isOpen,
      escape: dialog.close,
    };
    overlay.gateHouse.enter(gate, signal);
    if (overlay.kind() === 'home') overlay.health.expect('composer', signal);
    overlay.changes.each(() => {
      if (trigger() !== null) overlay.health.report('composer', 'working');
    }, signal);
  },
};
