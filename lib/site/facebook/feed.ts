import { find, findOne } from './find.ts';
import { MAIN, UNIT } from './selectors.ts';

/** One post of Facebook's feed as it stands in the page now. */
export interface Unit {
  /** The post itself: colours and width are read here. */
  readonly element: Element;
  /** The outermost element that holds this post alone: what is put beside it is between two cards. */
  readonly card: Element;
  /** Its place in the feed, from 1. */
  readonly number: number;
}

/** The numbers of units seen before, by what tells them apart where the page does not number them. */
export type Numbers = Map<string, number>;

/** The column in the middle of the page, or null. */
export function mainColumn(doc: Document): Element | null {
  return findOne(doc, MAIN);
}

/** The posts of the feed, in order; none where the page has no feed that is understood. */
export function feedUnits(main: Element, known: Numbers): Unit[] {
  const elements = find(main, UNIT) ?? [];
  const outermost = elements.filter((one) => !elements.some((other) => other !== one && other.contains(one)));
  const numbers = numbersOf(outermost, known);
  return outermost.map((element, i) => ({
    element,
    card: cardOf(element, outermost, main),
    number: numbers[i] ?? i + 1,
  }));
}

function firstHref(unit: Element): string {
  return unit.querySelector('a[href]')?.getAttribute('href') ?? '';
}

function cardOf(unit: Element, units: readonly Element[], main: Element): Element {
  let card = unit;
  for (let above = card.parentElement; above !== null && above !== main; above = card.parentElement) {
    const parent = above;
    if (units.some((other) => other !== unit && parent.contains(other))) break;
    // a heading beside the card: above stands the whole feed, of one post
    if ([...parent.children].some((child) => /^H[1-6]$/.test(child.tagName))) break;
    card = parent;
  }
  return card;
}

// Where the page numbers its posts, that counts. Elsewhere the order does, and posts that were seen before tell how many
// are above those that have elements now.
function numbersOf(units: readonly Element[], known: Numbers): number[] {
  const told = units.map((unit) => Number(unit.getAttribute('aria-posinset') ?? Number.NaN));
  if (units.length > 0 && told.every((number) => Number.isSafeInteger(number) && number > 0)) return told;
  const names = units.map((unit) => firstHref(unit));
  const at = names.findIndex((name) => name !== '' && known.has(name));
  const first = at >= 0 ? (known.get(names[at] ?? '') ?? 1) - at : 1 + Math.max(0, ...known.values());
  names.forEach((name, i) => {
    if (name !== '') known.set(name, first + i);
  });
  return units.map((_, i) => first + i);
}
