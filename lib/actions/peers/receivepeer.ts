import { takeIn } from '../letters/takein.ts';
import type { Service } from '../service.ts';

/**
 * Reads a letter the helper brought (sealed, 2,048 or 8,192 bytes). Resolves when all it does is in the database, and for
 * what changes nothing: forged, read before, of nobody we deal with, no letter at all. The helper may drop it then. Rejects
 * where the database fails: the helper keeps it and brings it again. One after the other, in the order they came.
 */
export async function receivePeer(service: Service, letter: Uint8Array): Promise<void> {
  await service.alone('peer letters', () => takeIn(service, 'friends', letter));
}
