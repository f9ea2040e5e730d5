/** A handler that passes over events no person caused: a page can make no others reach a frame, nor can a script in it. */
export function trusted<E extends Event>(handle: (event: E) => void): (event: E) => void {
  return (event) => {
    if (event.isTrusted) handle(event);
  };
}
