import type { KeyRow, ProfileRow } from '../../db/identity.ts';
import type { Db } from '../../db/schema.ts';

/** No identity was made in this database yet. */
export class NoIdentityError extends Error {
  override name = 'NoIdentityError';
}

/** What every deed of this user is made with. */
export interface Secrets {
  user: Uint8Array;
  /** Seed of this device's key. */
  device: Uint8Array;
  vault: Uint8Array;
  /** The newest content seed and its number. */
  seed: Uint8Array;
  seedNumber: number;
}

/** This user's profile; throws NoIdentityError. */
export async function profileOf(db: Db): Promise<ProfileRow> {
  const profile = await db.profile.get('me');
  if (profile === undefined) throw new NoIdentityError('no identity yet');
  return profile;
}

/** This user's secrets; throws NoIdentityError. */
export async function secretsOf(db: Db): Promise<Secrets> {
  const [profile, [device, vault, seed]] = await Promise.all([
    db.profile.get('me'),
    db.keys.bulkGet(['device', 'vault', 'seed']),
  ]);
  if (profile === undefined || device === undefined || vault === undefined || seed === undefined)
    throw new NoIdentityError('no identity yet');
  return {
    user: profile.user,
    device: device.bytes,
    vault: vault.bytes,
    seed: seed.bytes,
    seedNumber: seed.number,
  };
}

/** The letter keys whose secrets are kept, newest first. */
export async function letterSecrets(db: Db): Promise<KeyRow[]> {
  const rows = await db.keys.where('name').startsWith('letter:').toArray();
  return rows.sort((a, b) => b.number - a.number);
}
