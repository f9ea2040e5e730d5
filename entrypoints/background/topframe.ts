import type { Webext } from '../../lib/webext.ts';
import type { FramePlace } from './frames.ts';

type Api = Pick<Webext, 'webNavigation'>;

/**
 * Whether a frame hangs directly below the tab's top document: Facebook may embed others' pages, which may not embed us.
 * Firefox says so here. Chromium does not list frames of extensions; there the frame itself looks at `ancestorOrigins`.
 */
export async function isInTopPage({ webNavigation }: Api, { tab, frameId }: FramePlace): Promise<boolean> {
  const frame = await webNavigation.getFrame({ tabId: tab, frameId }).catch(() => null);
  return frame === null || frame.parentFrameId === 0;
}
