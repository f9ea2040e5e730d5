import { hex, same } from '../../bytes.ts';
import { verifyTagged } from '../../crypto/tagged.ts';
import type { LogRoot } from '../../protocol/identity.ts';
import { LogError } from '../../route/errors.ts';
import { idServer } from '../ask.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';

/**
 * Has a root that came with a letter held against ours. One the ID server did not sign says nothing but that its
 * sender lies, and is passed over: else any Friend could stop our writing. In a transaction.
 */
export async function heardRoot(service: Service, root: LogRoot, from: string): Promise<void> {
  const ours = service.route.root();
  if (ours !== null && ours.size === root.size && same(ours.root, root.root)) return;
  const { p } = service;
  const server = idServer(service);
  if (!verifyTagged(p, server, root.sig, 'log root', root.size, root.root, root.minute)) return;
  await enqueue(service, 'root', { root, from }, { id: `root:${hex(root.root)}` });
}

/** Asks for the proof that a root heard of is of our log. Where it is not, the route stops writing and this is shown. */
export const performRoot: Performer<'root'> = async (service, { args }) => {
  try {
    await service.route.heardRoot(args.root);
    return DONE;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return { is: 'done', write: () => warnOfLog(service, error) };
  }
};

/** Shows that the ID server's log is in doubt, and keeps what proves it. */
export async function warnOfLog({ db, now }: Service, error: LogError): Promise<void> {
  await db.warnings.put({ id: `root:${error.reason}`, is: 'root', when: now(), text: error.reason });
  if (error.evidence !== null)
    await db.evidence.put({ id: 'root', is: 'root', when: now(), parts: error.evidence });
}
