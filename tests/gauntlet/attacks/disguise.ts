/** Ways a page can make a frame of ours look like something else. */
export type Disguise =
  | 'faded'
  | 'covered'
  | 'moved'
  | 'cut'
  | 'cut from above'
  | 'masked'
  | 'tiny'
  | 'blurred';

/**
 * Does so to the element of ours at a point of the window (px), and to all around it. Answers whether there was one. Runs in the page; stands alone.
 */
export function disguise({ how, x, y }: { how: Disguise; x: number; y: number }): boolean {
  const ours = document
    .elementsFromPoint(x, y)
    .find(
      (one): one is HTMLElement =>
        one instanceof HTMLDivElement && one.shadowRoot === null && !('__own' in one),
    );
  if (ours === undefined) return false;
  const styles: Record<Disguise, string> = {
    faded: 'opacity: 0.02',
    cut: 'clip-path: inset(45%)',
    masked: 'mask-image: linear-gradient(transparent 80%, black)',
    moved: 'transform: rotate(30deg)',
    tiny: 'transform: scale(0.05)',
    blurred: 'filter: blur(20px)',
    covered: '',
    'cut from above': '',
  };
  for (const rule of styles[how].split(';')) {
    const [name, value] = rule.split(':');
    for (const element of [ours, document.documentElement])
      if (name && value) element.style.setProperty(name.trim(), value.trim(), 'important');
  }
  if (how === 'cut from above') document.documentElement.style.clipPath = 'inset(60% 0 0 0)';
  if (how !== 'covered') return true;
  const cover = document.createElement('div');
  cover.textContent = 'Win a prize';
  cover.style.cssText =
    'position: fixed; inset: 0; z-index: 2147483647; background: white; pointer-events: none';
  document.documentElement.append(cover);
  return true;
}
