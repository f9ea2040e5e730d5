import { findOne } from './find.ts';
import { type PageKind, profileOf } from './pages.ts';
import { COMPOSER_TRIGGER, EDITABLE, MAIN } from './selectors.ts';

/**
 * Facebook's own "What's on your mind": known by its structure, in every language. Null where it is not known with
 * certainty, or where it would write on somebody else's wall.
 */
export function composerTrigger(doc: Document, kind: PageKind, address: string): Element | null {
  if (kind !== 'home' && kind !== 'profile') return null;
  const main = findOne(doc, MAIN);
  if (main === null) return null;
  const trigger = findOne(main, COMPOSER_TRIGGER, isOutsidePosts);
  if (trigger === null || kind === 'home') return trigger;
  const own = trigger.previousElementSibling?.getAttribute('href');
  if (!own) return null;
  const whose = profileOf(own, address);
  return whose !== null && whose === profileOf(address, address) ? trigger : null;
}

/** Whether what has the keyboard is something one writes in. */
export function isEditable(target: EventTarget | undefined): boolean {
  return target instanceof Element && target.closest(EDITABLE) !== null;
}

/** Facebook's key for a new post, on any keyboard: `p` alone, or the key in its place where letters are not Latin. */
export function isNewPostKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return false;
  return event.key === 'p' || (event.code === 'KeyP' && event.key.length === 1 && event.key > '\u007f');
}

function isOutsidePosts(element: Element): boolean {
  return (
    element.closest('[aria-posinset], [role="article"], [role="dialog"], [role="complementary"]') === null
  );
}
