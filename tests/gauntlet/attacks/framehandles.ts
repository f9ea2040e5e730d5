/** What a page's script can hold of frames. */
export interface Handles {
  /** Number of child windows it can reach. */
  windows: number;
  /** iframe elements it can reach, in the document or in a root it can open. */
  iframes: number;
  /** Addresses of ours in its performance entries. */
  entries: string[];
  /** Whether elements of the page tell of a root inside. */
  roots: number;
}

/** Looks for every handle to a frame: windows, elements, roots, performance entries. Runs in the page; stands alone. */
export function frameHandles(): Handles {
  const all = [...document.querySelectorAll('*')];
  const children = [window[0], ...Array.from({ length: window.length }, (_, i) => window[i])];
  return {
    windows: children.filter((one) => one != null).length,
    iframes: document.querySelectorAll('iframe, frame, embed').length,
    entries: performance
      .getEntries()
      .map(({ name }) => name)
      .filter((name) => /extension:|frame\.html/.test(name)),
    roots: all.filter((one) => one.shadowRoot !== null).length,
  };
}
