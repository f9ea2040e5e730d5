/** What a page's script got by searching and selecting. */
export interface FoundBySearch {
  /** Words for which the page's own search said yes. */
  found: string[];
  /** All text it got out of selections. */
  selected: string;
}

/**
 * Searches the document for each word, takes what is selected then, and selects everything. In Firefox a selection's node leads
 * into a closed root, so what stands around it is read too. Runs in the page; stands alone.
 */
export function findAndSelect(words: readonly string[]): FoundBySearch {
  const find = (window as unknown as { find(text: string): boolean }).find.bind(window);
  const selected: string[] = [];
  const found: string[] = [];
  const take = () => {
    const selection = getSelection();
    selected.push(String(selection ?? ''));
    const root = selection?.anchorNode?.getRootNode();
    if (root instanceof ShadowRoot) selected.push(root.innerHTML);
  };
  for (const word of words) {
    getSelection()?.removeAllRanges();
    if (find(word)) found.push(word);
    take();
  }
  getSelection()?.removeAllRanges();
  document.execCommand('selectAll');
  take();
  getSelection()?.removeAllRanges();
  return { found, selected: selected.join('\n') };
}
