/** Whether a post is known to have been seen. Runs in Home; stands alone. */
export async function wasSeen(drop: string): Promise<boolean> {
  const opening = indexedDB.open('peerwall');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const reading = opening.result.transaction('settings').objectStore('settings').get(`seen:${drop}`);
  await new Promise((resolve) => reading.addEventListener('success', resolve));
  opening.result.close();
  return reading.result !== undefined;
}

/** As if the post had been seen on another page. Runs in Home; stands alone. */
export async function setSeen(drop: string): Promise<void> {
  const opening = indexedDB.open('peerwall');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const writing = opening.result.transaction('settings', 'readwrite');
  writing.objectStore('settings').put({ key: `seen:${drop}`, value: true });
  await new Promise((resolve) => writing.addEventListener('complete', resolve));
  opening.result.close();
}
