/**
 * All text a page's script can read of its document without searching: text, markup with roots, title, attributes, what stands
 * under each point of a raster over the window, text ranges there. Runs in the page; stands alone.
 */
export function readDocument(): string {
  const read: string[] = [
    document.title,
    document.body.innerText,
    document.documentElement.textContent ?? '',
  ];
  const html = document.documentElement as unknown as {
    getHTML?(options: { serializableShadowRoots: boolean; shadowRoots: ShadowRoot[] }): string;
  };
  const roots = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  read.push(document.documentElement.outerHTML);
  read.push(html.getHTML?.({ serializableShadowRoots: true, shadowRoots: roots }) ?? '');
  const points = document as unknown as {
    caretPositionFromPoint?(x: number, y: number): { offsetNode: Node } | null;
    caretRangeFromPoint?(x: number, y: number): Range | null;
  };
  for (let x = 8; x < innerWidth; x += 40) {
    for (let y = 8; y < innerHeight; y += 24) {
      for (const element of document.elementsFromPoint(x, y)) read.push(element.getAttribute('title') ?? '');
      const top = document.elementFromPoint(x, y);
      if (top?.closest('#facebook > div') != null) read.push(top.outerHTML.slice(0, 500));
      read.push(points.caretPositionFromPoint?.(x, y)?.offsetNode.textContent ?? '');
      read.push(points.caretRangeFromPoint?.(x, y)?.startContainer.textContent ?? '');
    }
  }
  const range = document.createRange();
  range.selectNodeContents(document.documentElement);
  read.push(range.cloneContents().textContent ?? '', String(range));
  return read.join('\n');
}
