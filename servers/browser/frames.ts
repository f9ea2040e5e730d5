import type { Frame, Page } from 'playwright-core';
import { until } from './until.ts';

/** Titles of our frames in Facebook's page. */
export type FrameTitle = 'Peerwall composer' | 'Peerwall post' | 'Peerwall notifications' | 'Peerwall notice';

/** Our frames of one title in a page of Facebook, as they stand now; they live in closed shadow roots. */
export async function framesTitled(page: Page, title: FrameTitle): Promise<Frame[]> {
  const ours = page.frames().filter((frame) => frame.url().includes('/frame.html'));
  const titles = await Promise.all(ours.map((frame) => titleOf(frame)));
  return ours.filter((_, i) => titles[i] === title);
}

/** The one frame of a title, as soon as it is there. */
export function frameTitled(page: Page, title: FrameTitle): Promise<Frame> {
  return until(`the frame "${title}"`, async () => (await framesTitled(page, title)).at(-1));
}

/** The frame that shows a post with these words, as soon as it does. */
export function postFrame(page: Page, words: string, patience = 20_000): Promise<Frame> {
  const look = async (): Promise<Frame | undefined> => {
    for (const frame of await framesTitled(page, 'Peerwall post'))
      if ((await frame.getByText(words).count()) > 0) return frame;
    return undefined;
  };
  return until(`a frame with the post "${words}"`, look, patience);
}

/** The frame of posts that stands ready and shows none yet, as soon as there is one. */
export function readyFrame(page: Page): Promise<Frame> {
  return until('a frame that stands ready for a post', async () => {
    for (const frame of await framesTitled(page, 'Peerwall post')) if (await isReady(frame)) return frame;
    return undefined;
  });
}

// it knows what it is, and has nothing to show
async function isReady(frame: Frame): Promise<boolean> {
  return (await frame.title()) === 'Peerwall post' && (await frame.locator('.card').count()) === 0;
}

/** The title of a frame's element never changes, and asking for it is slow. */
const known = new WeakMap<Frame, string>();

async function titleOf(frame: Frame): Promise<string | null> {
  try {
    const title = known.get(frame) ?? (await (await frame.frameElement()).getAttribute('title'));
    if (title !== null) known.set(frame, title);
    return title;
  } catch {
    return null;
  }
}
