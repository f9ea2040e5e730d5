import { type Friends, friendsIn } from './store/friends.ts';
import { type Incoming, incomingIn } from './store/incoming.ts';
import { atOnce, isFull, openStore } from './store/open.ts';
import { type Outgoing, outgoingIn, type Parcel } from './store/outgoing.ts';

/** All that the daemon remembers. Letters go in and come out as they were given: nothing here could open one. */
export interface Store {
  readonly friends: Friends;
  readonly outgoing: Outgoing;
  readonly incoming: Incoming;
  /**
   * Keeps letters of a Friend's helper for a client, in one commit: the first `held` of them are kept for good, `fresh` of
   * these were not here before. Fewer than given: no room, here or on the disk.
   */
  keep(slot: string, peer: string, letters: readonly Parcel[]): { held: number; fresh: number };
  close(): void;
}

/** Opens the store of a helper's home. */
export function openLetters(file: string): Store {
  const db = openStore(file);
  const incoming = incomingIn(db);
  return {
    friends: friendsIn(db),
    outgoing: outgoingIn(db),
    incoming,
    keep: (slot, peer, letters) => {
      try {
        return atOnce(db, () => keepAll(incoming, slot, peer, letters));
      } catch (error) {
        if (isFull(error)) return { held: 0, fresh: 0 };
        throw error;
      }
    },
    close: () => db.close(),
  };
}

function keepAll(
  incoming: Incoming,
  slot: string,
  peer: string,
  letters: readonly Parcel[],
): { held: number; fresh: number } {
  let [held, fresh] = [0, 0];
  for (const letter of letters) {
    const kept = incoming.put(slot, peer, letter);
    if (kept === 'full') break;
    held += 1;
    if (kept === 'new') fresh += 1;
  }
  return { held, fresh };
}
