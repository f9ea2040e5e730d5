/**
 * Puts frames with these addresses into the page, as the page's own, and waits until each has loaded or failed. Runs in the
 * page; stands alone.
 */
export async function embed(addresses: readonly string[]): Promise<void> {
  await Promise.all(
    addresses.map(
      (address) =>
        new Promise<void>((resolve) => {
          const iframe = document.createElement('iframe');
          iframe.addEventListener('load', () => resolve());
          iframe.addEventListener('error', () => resolve());
          iframe.src = address;
          iframe.style.cssText = 'position: fixed; inset: 0; width: 400px; height: 300px; z-index: 9';
          document.body.append(iframe);
          setTimeout(resolve, 3000);
        }),
    ),
  );
}
