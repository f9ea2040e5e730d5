// Runs first, as a classic script: what a page that wants to know everything could note of its visitor.
(() => {
  const PARSED = /^(head|body|meta|title|link|script)$/;
  /** @type {{type: string, key?: string, text?: string, target?: string, at: number}[]} */
  const recorded = [];
  let unsent = [];
  let planned = false;
  const send = window.fetch.bind(window);
  Object.defineProperty(window, '__recorded', { value: recorded });

  /** @param {string} type @param {{key?: string, text?: string, target?: string}} more */
  function note(type, more) {
    const event = { type, ...more, at: Math.round(performance.now()) };
    recorded.push(event);
    unsent.push(event);
    if (!planned) window.setTimeout(flush, 150);
    planned = true;
  }

  function flush() {
    planned = false;
    if (unsent.length === 0) return Promise.resolve();
    const body = JSON.stringify(unsent);
    unsent = [];
    return send('/ajax/log', { method: 'POST', body, keepalive: body.length < 60_000 }).then(
      () => {},
      () => {},
    );
  }

  /** @param {EventTarget | null} target */
  function summary(target) {
    if (!(target instanceof Element)) return target === document ? '#document' : '';
    const label = target.getAttribute('aria-label') ?? target.getAttribute('title') ?? '';
    return `${target.localName}[${target.getAttribute('role') ?? ''}] ${label}`.trim();
  }

  /** @param {EventTarget | null} target */
  function textIn(target) {
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return target.value;
    return target instanceof HTMLElement && target.isContentEditable ? target.innerText : undefined;
  }

  for (const type of ['keydown', 'keypress', 'keyup']) {
    window.addEventListener(
      type,
      (event) => note(type, { key: event.key, target: summary(event.target) }),
      true,
    );
  }
  for (const type of ['beforeinput', 'input', 'compositionend']) {
    window.addEventListener(
      type,
      (event) => {
        const data = event.data ?? event.dataTransfer?.getData('text/plain');
        note(type, {
          text: (type === 'input' ? textIn(event.target) : data) ?? undefined,
          target: summary(event.target),
        });
      },
      true,
    );
  }
  for (const type of ['paste', 'copy', 'cut', 'drop']) {
    window.addEventListener(
      type,
      (event) => {
        const text =
          (event.clipboardData ?? event.dataTransfer)?.getData('text/plain') || String(getSelection());
        note(type, { text, target: summary(event.target) });
      },
      true,
    );
  }
  for (const type of [
    'pointerdown',
    'pointerup',
    'click',
    'dblclick',
    'contextmenu',
    'focusin',
    'focusout',
  ]) {
    window.addEventListener(type, (event) => note(type, { target: summary(event.target) }), true);
  }
  document.addEventListener('selectionchange', () => {
    const text = String(getSelection() ?? '').slice(0, 2000);
    if (text !== '') note('selectionchange', { text });
  });
  window.addEventListener(
    'message',
    (event) => note('message', { text: JSON.stringify(event.data) ?? '' }),
    true,
  );

  window.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    note('request', {
      text: `${address} ${typeof init?.body === 'string' ? init.body : String(init?.body ?? '')}`,
    });
    return send(input, init);
  };
  const beacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, body) => {
    note('request', { text: `${address} ${typeof body === 'string' ? body : ''}` });
    return beacon(address, body);
  };

  // Whatever stands in the document and was not made by the page itself (its nodes carry the mark `__own`).
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element) || '__own' in node || node.closest('[data-lexical-editor]')) continue;
        if (document.readyState === 'loading' && (PARSED.test(node.localName) || /^m\w+$/.test(node.id)))
          continue;
        note('foreign', { text: node.outerHTML.slice(0, 2000), target: summary(node) });
      }
    }
  }).observe(document, { childList: true, subtree: true });

  window.addEventListener('pagehide', () => {
    if (unsent.length > 0) beacon('/ajax/log', JSON.stringify(unsent));
    unsent = [];
  });
  Object.defineProperty(window, '__flushRecorded', { value: flush });
})();
