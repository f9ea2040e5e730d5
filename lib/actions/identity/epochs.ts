import { base64url, same } from '../../bytes.ts';
import { tagged, verifyTagged } from '../../crypto/tagged.ts';
import type { EpochRow } from '../../db/identity.ts';
import { epochs } from '../../protocol/commands/id.ts';
import { MalformedError } from '../../protocol/errors.ts';
import { frame } from '../../protocol/frame.ts';
import type { Epoch } from '../../protocol/identity.ts';
import { isInLog } from '../../route/roots.ts';
import { askId, idServer } from '../ask.ts';
import type { Service } from '../service.ts';

/**
 * Reads the last, this and the next epoch, each against the log, and keeps key and anonymity set.
 * Throws MalformedError for an epoch that is not in the log or not signed; a second key of an epoch we know
 * is kept as evidence and never used.
 */
export async function readEpochs(service: Service): Promise<EpochRow[]> {
  const answer = await askId(service, epochs, {});
  const rows: EpochRow[] = [];
  for (const epoch of answer.epochs) rows.push(await readEpoch(service, epoch));
  return rows;
}

async function readEpoch(service: Service, shown: Epoch): Promise<EpochRow> {
  const { p, db } = service;
  const { epoch, pk, salt, proof, users } = shown;
  const leaf = tagged(p, 'log', 'epoch', salt, frame('epoch', epoch, pk));
  await service.route.heardRoot(proof.root);
  if (!isInLog(p, leaf, proof)) throw new MalformedError('an epoch key that is not in the log');
  const server = idServer(service);
  if (!verifyTagged(p, server, users.sig, 'epoch users', epoch, users.count, users.minute))
    throw new MalformedError('an anonymity set that is not signed');
  const row = await db.atomically(async () => {
    const known = await db.epochs.get(epoch);
    if (known !== undefined && !same(known.pk, pk)) {
      const id = `epoch:${epoch}:${base64url(pk)}`;
      await db.warnings.put({ id, is: 'epoch', when: service.now() });
      await db.evidence.put({ id, is: 'epoch', when: service.now(), parts: { known: known.pk, shown } });
      return null;
    }
    const next = { epoch, pk, count: users.count, minute: users.minute, fetched: known?.fetched ?? false };
    await db.epochs.put(next);
    return next;
  });
  if (row === null) throw new MalformedError('two keys of one epoch');
  return row;
}
