import { copyFile } from 'node:fs/promises';
import { NetworkFileError } from '../../lib/crypto/network.ts';
import { MalformedError } from '../../lib/protocol/errors.ts';
import { readSignedNetwork, type SignedNetwork } from '../../lib/protocol/network.ts';
import { exists } from '../exists.ts';
import { readNetworkFile, writeNetworkFile } from '../networkfile.ts';

/** The network file that is there; null where there is none. Throws NetworkFileError where it is none. */
export async function networkBefore(file: string): Promise<SignedNetwork | null> {
  if (!(await exists(file))) return null;
  try {
    return readSignedNetwork(await readNetworkFile(file));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new NetworkFileError('malformed', `${file}: ${error.message}`);
  }
}

/** Writes the network file; the forerunner stays beside it under its number. */
export async function publish(file: string, network: SignedNetwork): Promise<void> {
  if (network.file.number > 1) await copyFile(file, file.replace(/json$/, `${network.file.number - 1}.json`));
  await writeNetworkFile(file, network);
}
