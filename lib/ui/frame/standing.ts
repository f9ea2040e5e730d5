import { FACEBOOK } from '../../messages/facebook.ts';

/** `location.ancestorOrigins`: the origins of the pages a frame stands in, the nearest first. */
export type Ancestors = Pick<DOMStringList, 'length' | 'item'>;

/**
 * Whether a frame of ours may draw where it stands: in Facebook's page itself and in nothing else, or by itself. A browser
 * that does not say where (null) leaves it to the background, which looks at every frame in its own way.
 */
export function mayDraw(ancestors: Ancestors | null): boolean {
  if (ancestors === null || ancestors.length === 0) return true;
  return ancestors.length === 1 && FACEBOOK.includes(ancestors.item(0) ?? '');
}
