interface Captured {
  captured: string[];
}

/** Listens to everything that could tell what is typed, first in line of the window. Runs in the page; stands alone. */
export function startKeyCapture(): void {
  const captured: string[] = [];
  Object.assign(window, { captured });
  const types = [
    'keydown',
    'keypress',
    'keyup',
    'beforeinput',
    'input',
    'textInput',
    'paste',
    'copy',
    'compositionstart',
    'compositionupdate',
    'compositionend',
    'change',
    'drop',
  ];
  const take = (event: Event) => {
    const { key, data, clipboardData, dataTransfer } = event as unknown as {
      key?: string;
      data?: string;
      clipboardData?: DataTransfer;
      dataTransfer?: DataTransfer;
    };
    const pasted = (clipboardData ?? dataTransfer)?.getData('text/plain');
    const value = event.composedPath().map((one) => (one as { value?: unknown }).value ?? '');
    captured.push([key, data, pasted, ...value].filter((one) => typeof one === 'string').join(''));
  };
  for (const target of [window, document, document.documentElement])
    for (const type of types) target.addEventListener(type, take, true);
}

/** All that was heard, as one string; single keys stand one after the other. Runs in the page; stands alone. */
export function readKeyCapture(): string {
  return (window as unknown as Captured).captured.join('');
}
