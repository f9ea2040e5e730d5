import { mount } from 'svelte';
import * as v from 'valibot';
import { ask } from '../../messages/ask.ts';
import { AskError } from '../../messages/errors.ts';
import { FramePush } from '../../messages/pushes.ts';
import { claim, openHome } from '../../messages/requests/frame.ts';
import { FRAME_TITLES } from '../../messages/titles.ts';
import { type Runtime, webext } from '../../webext.ts';
import { send } from '../send.ts';
import { makeSurface } from '../surface.ts';
import type { Claimed } from './claimed.ts';
import Frame from './Frame.svelte';
import { readLook, wear } from './look.ts';
import { mayDraw } from './standing.ts';

/**
 * Draws what the background says this frame is, by the one-time nonce in its address. A frame whose nonce is not taken
 * shows nothing at all: it may stand anywhere. Nor does one that stands elsewhere than in Facebook's page. Window messages are never listened to.
 */
export async function startFrame(target: HTMLElement): Promise<void> {
  const nonce = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  if (!mayDraw(location.ancestorOrigins ?? null)) return;
  const follow = hear();
  const claimed = await take(nonce);
  if (claimed === null) return;
  document.title = FRAME_TITLES[claimed.kind];
  wear(document.documentElement, readLook(claimed.look));
  let drop = $state.raw(claimed.drop);
  follow(claimed, (shown) => {
    drop = shown;
  });
  const surface = makeSurface('frame', (route) => {
    void surface.ask(openHome, { route }).catch(() => undefined);
  });
  mount(Frame, { target, props: { surface, claimed, drop: () => drop } });
}

async function take(nonce: string): Promise<Claimed | null> {
  if (!/^[0-9a-f]{32}$/.test(nonce)) return null;
  try {
    return await ask(send, claim, { nonce });
  } catch (error) {
    if (error instanceof AskError) return null;
    throw error;
  }
}

/**
 * Hears what is said to this frame from now on; answers what takes it up once its name is known. It takes what bears its own
 * name and comes from this extension: pages of ours say things to all, too.
 */
function hear(): (claimed: Claimed, show: (drop: string | null) => void) => void {
  const early: FramePush[] = [];
  let take = (push: FramePush): void => void early.push(push);
  webext.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (sender.id !== webext.runtime.id) return undefined;
    const push = v.safeParse(FramePush, message);
    if (push.success) take(push.output);
    return undefined;
  });
  return ({ frame }, show) => {
    take = (push) => {
      if (push.frame !== frame) return;
      if (push.is === 'look') wear(document.documentElement, readLook(push.look));
      else show(push.drop);
    };
    for (const push of early) take(push);
  };
}
