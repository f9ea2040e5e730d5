/** Decides on what a person does at Facebook's trigger of its composer. */
export interface Gate {
  /** It is meant for the trigger. */
  isOurs(event: Event): boolean;
  isHotkey(event: KeyboardEvent): boolean;
  /** The next one goes to Facebook: the user said so. */
  passes(): boolean;
  passed(): void;
  open(): void;
  isOpen(): boolean;
  escape(): void;
}

const POINTER = [
  'pointerdown',
  'mousedown',
  'touchstart',
  'pointerup',
  'mouseup',
  'touchend',
  'click',
] as const;
const TYPING = [
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'paste',
  'compositionstart',
  'compositionupdate',
  'compositionend',
] as const;
const CAPTURE = { capture: true, passive: false };

/** Where events of the window pass; who decides on them comes and goes. */
export interface GateHouse {
  /** Decides from now on, until the signal. */
  enter(gate: Gate, signal: AbortSignal): void;
}

/**
 * Stands at the window from the start of the document, so that its listeners come before any of the page's: what it stops, the
 * page does not hear. While nobody decides, everything passes.
 */
export function openGateHouse(signal: AbortSignal): GateHouse {
  let inside: Gate | null = null;
  guardPointer(() => inside, signal);
  guardKeys(() => inside, signal);
  return {
    enter: (gate, until) => {
      inside = gate;
      const leave = () => {
        if (inside === gate) inside = null;
      };
      until.addEventListener('abort', leave, { once: true });
    },
  };
}

// Clicks on the trigger. What page scripts make up is not the user's and is left to the page.
function guardPointer(inside: () => Gate | null, signal: AbortSignal): void {
  const heard = (event: Event) => {
    const gate = inside();
    if (gate === null || !event.isTrusted || !isPrimary(event) || !gate.isOurs(event)) return;
    if (gate.passes()) {
      if (event.type === 'click') gate.passed();
      return;
    }
    stop(event);
    if (event.type === 'click') gate.open();
  };
  for (const type of POINTER) window.addEventListener(type, heard, { ...CAPTURE, signal });
}

// Enter and Space on the trigger, the hotkey; and while our composer is open, every key that would reach the page instead.
function guardKeys(inside: () => Gate | null, signal: AbortSignal): void {
  // a key that went down here does not come up at the page
  const held = new Set<string>();
  const heard = (event: Event) => {
    const gate = inside();
    if (gate === null || !event.isTrusted) return;
    if (gate.isOpen()) swallow(event, gate);
    else if (event instanceof KeyboardEvent) press(event, gate);
  };
  const press = (event: KeyboardEvent, gate: Gate) => {
    if (event.type !== 'keydown') {
      if (!held.has(event.code)) return;
      if (event.type === 'keyup') held.delete(event.code);
      stop(event);
      return;
    }
    // what was let go elsewhere, as in our frame, is held no more
    if (!event.repeat) held.delete(event.code);
    if (!isPress(event, gate)) return;
    if (gate.passes()) {
      gate.passed();
      return;
    }
    stop(event);
    held.add(event.code);
    if (!event.repeat) gate.open();
  };
  for (const type of TYPING) window.addEventListener(type, heard, { ...CAPTURE, signal });
}

function isPress(event: KeyboardEvent, gate: Gate): boolean {
  if (gate.isHotkey(event)) return true;
  const press = event.key === 'Enter' || event.key === ' ';
  return press && !event.ctrlKey && !event.altKey && !event.metaKey && gate.isOurs(event);
}

// The composer is on the screen, and yet the page has the keyboard: what is typed now is meant for us and reaches nobody. Tab
// leads into the frame; the browser's own shortcuts go on working.
function swallow(event: Event, gate: Gate): void {
  event.stopImmediatePropagation();
  if (event instanceof KeyboardEvent) {
    if (event.key === 'Escape' && event.type === 'keydown') gate.escape();
    if (event.key === 'Tab' || event.ctrlKey || event.metaKey || event.altKey) return;
  }
  event.preventDefault();
}

function isPrimary(event: Event): boolean {
  return !(event instanceof MouseEvent) || event.button <= 0;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
