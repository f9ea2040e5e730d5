/**
 * Makes an element an editor that keeps its text in a model of its own, as Lexical does: it takes beforeinput, paste and
 * composition, and undoes whatever else writes into its element.
 * @param {HTMLElement} root
 * @param {{change: (text: string) => void, enter?: (text: string) => void}} told `enter` makes Enter submit
 */
export function attachEditor(root, { change, enter }) {
  let text = '';
  let caret = 0;
  let composing = false;
  const watcher = new MutationObserver(() => {
    if (!composing) draw(root, text, caret);
    watcher.takeRecords();
  });

  /** @param {string} next @param {number} at */
  const set = (next, at) => {
    text = next;
    caret = at;
    draw(root, text, caret);
    watcher.takeRecords();
    change(text);
  };
  /** @param {string} piece */
  const insert = (piece) => {
    const [from, to] = selectionIn(root);
    set(text.slice(0, from) + piece + text.slice(to), from + piece.length);
  };
  /** @param {(from: number) => [number, number]} reach what goes when nothing is selected */
  const erase = (reach) => {
    const [from, to] = selectionIn(root);
    const [a, b] = from === to ? reach(from) : [from, to];
    set(text.slice(0, Math.max(0, a)) + text.slice(b), Math.max(0, a));
  };

  root.addEventListener('beforeinput', (event) => {
    if (composing || event.inputType === 'insertCompositionText') return;
    event.preventDefault();
    const { inputType, data } = event;
    if (inputType === 'insertText' || inputType === 'insertReplacementText')
      insert(data ?? event.dataTransfer?.getData('text/plain') ?? '');
    if (inputType === 'insertParagraph' || inputType === 'insertLineBreak') {
      if (enter !== undefined && inputType === 'insertParagraph') enter(text);
      else insert('\n');
    }
    if (inputType === 'deleteContentBackward') erase((at) => [at - 1, at]);
    if (inputType === 'deleteContentForward') erase((at) => [at, at + 1]);
    if (inputType === 'deleteWordBackward') erase((at) => [text.slice(0, at).search(/\S*\s*$/), at]);
    if (inputType === 'deleteByCut') erase((at) => [at, at]);
  });
  root.addEventListener('paste', (event) => {
    event.preventDefault();
    insert(event.clipboardData?.getData('text/plain') ?? '');
  });
  root.addEventListener('compositionstart', () => {
    composing = true;
  });
  root.addEventListener('compositionend', () => {
    composing = false;
    set([...root.children].map((line) => line.textContent).join('\n'), caretIn(root));
  });
  draw(root, text, null);
  watcher.observe(root, { childList: true, characterData: true, subtree: true });
}

/** @param {HTMLElement} root @param {string} text @param {number | null} caret */
function draw(root, text, caret) {
  const lines = text.split('\n').map((line) => {
    const p = document.createElement('p');
    p.dir = 'auto';
    if (line === '') {
      const empty = document.createElement('br');
      empty.setAttribute('data-lexical-managed-linebreak', 'true');
      p.append(empty);
    } else {
      const span = document.createElement('span');
      span.setAttribute('data-lexical-text', 'true');
      span.textContent = line;
      p.append(span);
    }
    return p;
  });
  root.replaceChildren(...lines);
  if (caret !== null && root.contains(document.activeElement)) putCaret(root, caret);
}

/** @param {HTMLElement} root @param {number} caret */
function putCaret(root, caret) {
  let left = caret;
  for (const line of root.children) {
    const length = line.textContent?.length ?? 0;
    if (left <= length) {
      getSelection()?.collapse(line.firstChild?.firstChild ?? line, length === 0 ? 0 : left);
      return;
    }
    left -= length + 1;
  }
}

/** @param {HTMLElement} root */
function caretIn(root) {
  return selectionIn(root)[1];
}

/** Where the selection begins and ends in the text. @param {HTMLElement} root @returns {[number, number]} */
function selectionIn(root) {
  const selection = getSelection();
  if (!selection?.rangeCount || !root.contains(selection.anchorNode)) {
    const end = [...root.children].reduce((sum, line) => sum + (line.textContent?.length ?? 0) + 1, -1);
    return [end, end];
  }
  const range = selection.getRangeAt(0);
  return [
    offset(root, range.startContainer, range.startOffset),
    offset(root, range.endContainer, range.endOffset),
  ];
}

/** @param {HTMLElement} root @param {Node} node @param {number} at */
function offset(root, node, at) {
  const range = document.createRange();
  range.setStart(root, 0);
  range.setEnd(node, at);
  const before = range.cloneContents();
  const lines = [...before.childNodes].map((line) => line.textContent?.length ?? 0);
  return lines.reduce((sum, length) => sum + length, 0) + Math.max(0, lines.length - 1);
}
