import type { OwnMark } from '../../messages/requests/frame.ts';
import type { DELIVERY } from '../../messages/shapes.ts';

/** What was filled in before the identity is made; a reload of the tab keeps it, the end of the tab forgets it. */
export interface Draft {
  name: string;
  birth: string;
  about: string;
  mark: OwnMark;
  delivery: (typeof DELIVERY)[number];
}

const KEY = 'peerwall:first-run';

/** The draft of this tab; null where there is none that can be read. */
export function readDraft(storage: Storage): Draft | null {
  try {
    const draft: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

/** Keeps it, or forgets it with null. */
export function keepDraft(storage: Storage, draft: Draft | null): void {
  if (draft === null) storage.removeItem(KEY);
  else storage.setItem(KEY, JSON.stringify(draft));
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { name, birth, about, mark } = value as Partial<Draft>;
  return [name, birth, about, mark?.colour, mark?.picture, mark?.phrase].every(
    (one) => typeof one === 'string',
  );
}
