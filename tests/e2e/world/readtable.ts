/** All rows of a table of the user's database, bytes in them as objects of numbers. Runs in a document of the extension; stands alone. */
export function readTable(table: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('peerwall');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const reading = db.transaction(table).objectStore(table).getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        db.close();
        // not every driver brings bytes out of the browser
        resolve(JSON.parse(JSON.stringify(reading.result)));
      };
    };
  });
}
