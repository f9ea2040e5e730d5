/** Parts that lie over the rest (menus, dialogs, pickers): a frame must be high enough for them. */
const lying = new Set<Element>();
type Hear = (parts: readonly Element[]) => void;
const hearers = new Set<Hear>();

/** An attachment for what lies over the rest: while it is there, a frame makes room for it. */
export function takesRoom(node: Element): () => void {
  lying.add(node);
  tell();
  return () => {
    lying.delete(node);
    tell();
  };
}

/** The lowest edge of all that lies over the rest, in px from the document's top; 0 where nothing does. */
export function lowest(): number {
  return Math.max(0, ...[...lying].map((node) => node.getBoundingClientRect().bottom + scrollY));
}

/** Calls back, with what lies there now, whenever something came to lie over the rest, or went. Answers what ends it. */
export function onRoom(hear: Hear): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

function tell(): void {
  for (const hear of hearers) hear([...lying]);
}
