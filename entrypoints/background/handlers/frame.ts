import { AskError } from '../../../lib/messages/errors.ts';
import type * as frame from '../../../lib/messages/requests/frame.ts';
import type { HandlersOf } from '../background.ts';
import type { Frame } from '../frames.ts';
import { openHome } from '../hometab.ts';
import type { Asker } from '../senders.ts';

/** All but `claim`, which the router answers itself: until then nobody knows who asks. */
export const frameHandlers: HandlersOf<Omit<typeof frame, 'claim'>> = {
  size: async ({ pushes }, { height, width, open }, asker) => {
    const { tab, frame: name } = frameOf(asker);
    await pushes.toTab(tab, {
      is: 'size',
      frame: name,
      height,
      ...(width === undefined ? {} : { width }),
      ...(open === undefined ? {} : { open }),
    });
    return {};
  },
  close: async ({ pushes }, { toFacebook = false }, asker) => {
    const { tab, frame: name } = frameOf(asker);
    await pushes.toTab(tab, { is: 'close', frame: name, toFacebook });
    return {};
  },
  above: async ({ pushes }, { above }, asker) => {
    const { tab, frame: name } = frameOf(asker);
    await pushes.toTab(tab, { is: 'above', frame: name, above });
    return {};
  },
  openHome: async ({ webext }, { route }) => {
    await openHome(webext, route);
    return {};
  },
  visible: async ({ visible, local }, args, { tab, frame: one }) => {
    await visible.set(tab, one?.frame ?? null, args.visible);
    local.show(await visible.any());
    return {};
  },
};

function frameOf({ frame: one }: Asker): Frame {
  if (one === null) throw new AskError('not-allowed');
  return one;
}
