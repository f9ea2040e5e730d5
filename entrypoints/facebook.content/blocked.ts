import { ABOVE, makeHost, setStyle } from './host.ts';

/**
 * Says that frames cannot be shown on this page (it isolates itself from all others) and offers Home. The only words of ours
 * outside a frame: they are the same for everybody.
 */
export function offerHome(home: () => void, signal: AbortSignal): void {
  const host = makeHost({
    ...ABOVE,
    'inset-block-end': '16px',
    'inset-inline-start': '16px',
    'max-width': 'calc(100vw - 32px)',
  });
  const button = document.createElement('button');
  setStyle(button, {
    all: 'initial',
    display: 'block',
    padding: '12px 16px',
    'border-radius': '8px',
    background: '#242526',
    color: '#ffffff',
    font: '600 15px/20px system-ui, sans-serif',
    cursor: 'pointer',
  });
  button.textContent = 'Peerwall cannot be shown on this page. Open Peerwall';
  button.addEventListener('click', (event) => event.isTrusted && home(), { signal });
  host.root.append(button);
  document.documentElement.append(host.element);
  signal.addEventListener('abort', () => host.element.remove(), { once: true });
}
