interface Opened {
  opened: ShadowRoot[];
}

/** Opens every root that is made from now on. Runs in the page before anything else; stands alone. */
export function openRoots(): void {
  const opened: ShadowRoot[] = [];
  Object.assign(window, { opened });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function patched(this: Element, init: ShadowRootInit) {
    const root = attach.call(this, { ...init, mode: 'open' });
    opened.push(root);
    return root;
  };
}

/** Number of roots that were caught so. Runs in the page; stands alone. */
export function caughtRoots(): number {
  return (window as unknown as Opened).opened.length;
}
