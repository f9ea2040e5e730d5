/**
 * Puts a text into the clipboard; called from a click. A page keeps the newer way from the frames in it, the older one works in
 * each. Throws where neither does.
 */
export async function copyText(text: string): Promise<void> {
  if (!copiedByCommand(text)) await navigator.clipboard.writeText(text);
}

function copiedByCommand(text: string): boolean {
  let copied = false;
  const copy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    copied = true;
  };
  document.addEventListener('copy', copy, { capture: true });
  document.execCommand('copy');
  document.removeEventListener('copy', copy, { capture: true });
  return copied;
}
