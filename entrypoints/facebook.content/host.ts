import { themeOf } from '../../lib/site/facebook/theme.ts';

/** An element of ours in the page, and the inside of it that the page's scripts cannot reach. */
export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Changes what is given of its style. */
  style(style: Style): void;
}

export type Style = Readonly<Record<string, string>>;

/**
 * Makes an element that nothing tells from any other. Its style is a rule of its own root: what is important there wins over
 * every rule and attribute of the page, so that no page fades, moves or cuts the element itself.
 */
export function makeHost(style: Style): Host {
  const element = document.createElement('div');
  const root = element.attachShadow({ mode: 'closed' });
  const all = new Map(Object.entries({ display: 'block', ...style }));
  const write = writer(element, root);
  write(all);
  const change = (more: Style) => {
    const news = Object.entries(more).filter(([name, value]) => all.get(name) !== value);
    for (const [name, value] of news) all.set(name, value);
    if (news.length > 0) write(all);
  };
  return { element, root, style: change };
}

type Write = (all: ReadonlyMap<string, string>) => void;

// Firefox does not let content scripts adopt sheets; there the style is in the element's attribute.
function writer(element: HTMLElement, root: ShadowRoot): Write {
  try {
    const sheet = new CSSStyleSheet();
    root.adoptedStyleSheets = [sheet];
    return (all) => {
      const rules = [...all].map(([name, value]) => `${name}: ${value} !important`);
      sheet.replaceSync(`:host { all: initial !important; ${rules.join('; ')} }`);
    };
  } catch {
    element.style.setProperty('all', 'initial', 'important');
    return (all) => setStyle(element, Object.fromEntries(all));
  }
}

/** Sets what is given on an element inside a root of ours, or where there is no other way. */
export function setStyle(element: HTMLElement, style: Style): void {
  for (const [name, value] of Object.entries(style)) {
    if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value, 'important');
  }
}

/** Over everything, beside Facebook's own tree: the page's reconciler never looks there. */
export const ABOVE: Style = { position: 'fixed', 'z-index': '2147483647' };

/** What lies over the page while a dialog of ours is open, as Facebook's own dims it. */
export function dim(): string {
  return themeOf(document) === 'dark' ? 'rgba(0, 0, 0, 0.8)' : 'rgba(255, 255, 255, 0.8)';
}
