/**
 * Lists a thread in the user's feed as if a Friend had posted it: written past the local service, for who wrote a post makes
 * no difference to where it stands and what the page sees of it. Runs in Home; stands alone.
 */
export async function listInFeed(drop: string): Promise<void> {
  const opening = indexedDB.open('peerwall');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const writing = opening.result.transaction('newsFeed', 'readwrite');
  writing.objectStore('newsFeed').put({ drop, user: '00'.repeat(32), when: Date.now() });
  await new Promise((resolve) => writing.addEventListener('complete', resolve));
  opening.result.close();
}

/** How many posts the user has made. Runs in Home; stands alone. */
export async function countWall(): Promise<number> {
  const opening = indexedDB.open('peerwall');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const counting = opening.result.transaction('wall').objectStore('wall').count();
  await new Promise((resolve) => counting.addEventListener('success', resolve));
  opening.result.close();
  return counting.result;
}
