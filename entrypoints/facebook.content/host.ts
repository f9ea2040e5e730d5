/** An element of ours in the page, and the inside of it that the page's scripts cannot reach. */
export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
}

export type Style = Readonly<Record<string, string>>;

/** Makes an element that nothing tells from any other, with none of the page's style. */
export function makeHost(style: Style): Host {
  const element = document.createElement('div');
  element.style.setProperty('all', 'initial', 'important');
  setStyle(element, { display: 'block', ...style });
  return { element, root: element.attachShadow({ mode: 'closed' }) };
}

/** Sets what is given, over whatever the page's style sheets say. */
export function setStyle(element: HTMLElement, style: Style): void {
  for (const [name, value] of Object.entries(style)) {
    if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value, 'important');
  }
}

/** Over everything, beside Facebook's own tree: the page's reconciler never looks there. */
export const ABOVE: Style = { position: 'fixed', 'z-index': '2147483647' };
