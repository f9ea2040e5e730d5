import { FACEBOOK } from '../../lib/messages/facebook.ts';
import type { Surface } from '../../lib/messages/request.ts';
import type { Frame, FramePlace, Frames } from './frames.ts';

/** What the browser says of who sent a message. Its `url` has a frame's nonce: it is never kept or logged. */
export interface Sender {
  id?: string | undefined;
  url?: string | undefined;
  origin?: string | undefined;
  frameId?: number | undefined;
  documentId?: string | undefined;
  tab?: { id?: number | undefined; url?: string | undefined; windowId?: number | undefined } | undefined;
}

/** Who asks, as the browser's word alone proves. */
export interface Asker {
  surface: Surface;
  /** Null for the popup, which is in no tab. */
  tab: number | null;
  document: string | null;
  /** Of a frame in Facebook's page. */
  frame: Frame | null;
}

/** The extension itself: its id, and the address of its root. */
export interface Self {
  id: string;
  root: string;
}

const PAGES: ReadonlyMap<string, Surface> = new Map([
  ['home.html', 'home'],
  ['popup.html', 'popup'],
  ['confirm.html', 'confirm'],
]);

/** Which surface asks; null for whoever may ask nothing. */
export async function whoAsks(sender: Sender, self: Self, frames: Frames): Promise<Asker | null> {
  const frame = framePlace(sender, self);
  if (frame !== null) {
    const claimed = await frames.ofDocument(frame.tab, frame.document);
    return claimed && { surface: claimed.kind, tab: frame.tab, document: frame.document, frame: claimed };
  }
  const surface = contentScript(sender, self) ?? ownPage(sender, self);
  if (surface === null) return null;
  return { surface, tab: sender.tab?.id ?? null, document: sender.documentId ?? null, frame: null };
}

/** Where a frame of ours in Facebook's page stands; null for any other sender. */
export function framePlace(sender: Sender, self: Self): FramePlace | null {
  const { frameId, documentId, tab } = sender;
  if (pageOf(sender, self) !== 'frame.html' || tab?.id === undefined || documentId === undefined) return null;
  if (frameId === undefined || frameId === 0) return null;
  if (tab.url === undefined || !FACEBOOK.includes(originOf(tab.url))) return null;
  return { tab: tab.id, frameId, document: documentId };
}

function contentScript(sender: Sender, self: Self): Surface | null {
  const { id, url, origin, frameId, tab } = sender;
  if (id !== self.id || url === undefined || tab?.id === undefined || frameId !== 0) return null;
  const from = originOf(url);
  return FACEBOOK.includes(from) && (origin === undefined || origin === from) ? 'page' : null;
}

/** Home, popup and the confirming window, at the top of a tab or window: nobody may have framed them. */
function ownPage(sender: Sender, self: Self): Surface | null {
  const page = pageOf(sender, self);
  const surface = page === null ? null : (PAGES.get(page) ?? null);
  const isTop = sender.frameId === 0 || (sender.frameId === undefined && sender.tab === undefined);
  return isTop && (surface === 'popup' || sender.tab !== undefined) ? surface : null;
}

/** The file of the extension that a sender's document is; null for other documents, and other extensions. */
function pageOf({ id, url, origin }: Sender, self: Self): string | null {
  if (id !== self.id || url === undefined || !url.startsWith(self.root)) return null;
  if (origin !== undefined && `${origin}/` !== self.root) return null;
  return url.slice(self.root.length).replace(/[?#].*$/s, '');
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
