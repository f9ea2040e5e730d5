interface Captured {
  /** What each kind of event told, in its order. */
  captured: Record<string, string>;
}

/** Listens to everything that could tell what is typed, first in line of the window. Runs in the page; stands alone. */
export function startKeyCapture(): void {
  const captured: Record<string, string> = {};
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
    for (const [name, told] of Object.entries({ key, data, pasted, value: value.join('') }))
      if (typeof told === 'string')
        captured[`${event.type} ${name}`] = `${captured[`${event.type} ${name}`] ?? ''}${told}`;
  };
  for (const type of types) window.addEventListener(type, take, true);
}

/** All that was heard, a line for each kind of event; single keys stand one after the other. Runs in the page; stands alone. */
export function readKeyCapture(): string {
  return Object.values((window as unknown as Captured).captured).join('\n');
}
