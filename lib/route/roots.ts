import { fromBase64url } from '../bytes.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../crypto/merkle.ts';
import type { Primitives } from '../crypto/primitives.ts';
import { verifyTagged } from '../crypto/tagged.ts';
import type { LogProof, LogRoot } from '../protocol/identity.ts';
import { type NetworkFile, serversOf } from '../protocol/network.ts';
import { LogError } from './errors.ts';

/** Asks the ID server for the proof that its log of size `to` extends that of size `from` (`id.log.consistency`). */
export type AskConsistency = (from: number, to: number) => Promise<Uint8Array[]>;

/** The id (base64url) of the network's ID server. */
export function idServerOf(file: NetworkFile): string {
  return serversOf(file, 'id')[0]?.key ?? '';
}

/**
 * Holds a root somebody showed us against the one we know (wire 6, "Log"): signed by the ID server, and one log with
 * ours. Resolves with the root to know from now on: the longer. LogError `unsigned` or `forked`.
 */
export async function takeRoot(
  p: Primitives,
  file: NetworkFile,
  known: LogRoot | null,
  shown: LogRoot,
  ask: AskConsistency,
): Promise<LogRoot> {
  if (!isSigned(p, file, shown)) throw new LogError('unsigned');
  if (known === null) return shown;
  const [older, newer] = known.size <= shown.size ? [known, shown] : [shown, known];
  const path = older.size === newer.size ? [] : await ask(older.size, newer.size);
  if (!verifyConsistency(p, older.size, older.root, newer.size, newer.root, path))
    throw new LogError('forked', { known, shown });
  return newer.size === known.size ? known : newer;
}

/** Whether a leaf (its 32 bytes of data) stands in the log where the proof says. Its root must have been taken before. */
export function isInLog(p: Primitives, leaf: Uint8Array, proof: LogProof): boolean {
  const { index, path, root } = proof;
  return verifyInclusion(p, leafHash(p, leaf), index, root.size, path, root.root);
}

function isSigned(p: Primitives, file: NetworkFile, { size, root, minute, sig }: LogRoot): boolean {
  return verifyTagged(p, fromBase64url(idServerOf(file)), sig, 'log root', size, root, minute);
}
