import { ristretto } from '../../../lib/crypto/ristretto.ts';
import type { Credential } from '../../../lib/protocol/item.ts';
import { Book } from '../book.ts';
import { bytesOf } from '../given.ts';

type Bytes = Uint8Array;

/** Wire 7: credentials. */
export async function credentials(): Promise<Book> {
  const book = new Book(
    'credentials',
    'Wire 7. VOPRF(ristretto255, SHA-512) of RFC 9497, mode 1: `blinds` are the blinding scalars, `r` that of the batch proof; `seed` and `epoch` make the ID server’s key by DeriveKeyPair(seed, F("epoch key", epoch)), which is the server’s own matter.',
  );
  const { sodium } = await ristretto(1);
  const scalar = (name: string) => sodium.crypto_core_ristretto255_scalar_reduce(bytesOf(name, 64));
  const [seed, epoch] = [bytesOf('id server secret'), 20_000];
  const origin = { contentSeed: bytesOf('Alice’s content seed'), epoch, pk: bytesOf('pk'), count: 3 };
  await book.add('three of a user', 'derive batch', origin);
  await book.add('of the next epoch', 'derive batch', { ...origin, epoch: epoch + 1 });
  await book.add('under another key', 'derive batch', { ...origin, pk: bytesOf('pk 2') });
  await book.add('of another seed', 'derive batch', { ...origin, contentSeed: bytesOf('seed 1'), count: 1 });
  const nonces = [bytesOf('nonce 0'), bytesOf('nonce 1'), bytesOf('nonce 2')];
  const blinds = [scalar('blind 0'), scalar('blind 1'), scalar('blind 2')];
  const blinded = await book.add<Bytes>('three', 'blind', { nonces, blinds });
  const issued = await book.add<{ pk: Bytes; elements: Bytes; proof: Bytes }>('three', 'issue', {
    seed,
    epoch,
    blinded,
    r: scalar('r'),
  });
  const batch = { epoch, nonces, blinds, ...issued };
  const tokens = await book.add<Bytes[]>('three', 'finish', batch);
  const [token] = tokens;
  await book.add('the same, made by the ID server', 'token', { seed, epoch, nonce: nonces[0] });

  const other = await book.add<{ pk: Bytes; elements: Bytes; proof: Bytes }>('of the next epoch', 'issue', {
    seed,
    epoch: epoch + 1,
    blinded,
    r: scalar('r'),
  });
  await book.refuse('by another epoch’s key', 'finish', { ...batch, pk: other.pk });
  await book.refuse('with another proof', 'finish', { ...batch, proof: other.proof });
  await book.refuse('with an element of another key', 'finish', {
    ...batch,
    elements: Uint8Array.from([...other.elements.slice(0, 32), ...issued.elements.slice(32)]),
  });
  await book.refuse('with an element less', 'finish', { ...batch, elements: issued.elements.slice(32) });
  await book.refuse('in another order', 'finish', {
    ...batch,
    elements: Uint8Array.from([...issued.elements.slice(32), ...issued.elements.slice(0, 32)]),
  });
  await book.refuse('nothing blinded', 'refuse to issue', { seed, epoch, blinded: new Uint8Array(0) });
  await book.refuse('the identity', 'refuse to issue', { seed, epoch, blinded: new Uint8Array(32) });
  await book.refuse('no element', 'refuse to issue', { seed, epoch, blinded: new Uint8Array(32).fill(0xff) });
  await book.refuse('half an element', 'refuse to issue', { seed, epoch, blinded: blinded.slice(0, 48) });

  const args = { drop: bytesOf('drop'), gen: 0 };
  const deed = await book.add<Bytes>('a deed', 'deed hash', { command: 'content.append', args });
  const credential = { epoch, nonce: bytesOf('n'), mac: bytesOf('m'), salt: bytesOf('s', 16) };
  await book.add('the same: the credential does not count', 'deed hash', {
    command: 'content.append',
    args: { ...args, credential },
  });
  const server = bytesOf('content server');
  const spent = await book.add<{ credential: Credential; bound: Bytes }>('at a server', 'spend', {
    epoch,
    nonce: nonces[0],
    token,
    server,
    deed,
    salt: bytesOf('salt', 16),
  });
  const asked = { seed, epoch, server, nonce: nonces[0], bound: spent.bound, mac: spent.credential.mac };
  await book.add('at its server', 'check spend', asked);
  await book.refuse('at another server', 'check spend', { ...asked, server: bytesOf('other') });
  await book.refuse('for another deed', 'check spend', { ...asked, bound: bytesOf('other') });
  await book.refuse('of another nonce', 'check spend', { ...asked, nonce: nonces[1] });
  await book.refuse('of another epoch', 'check spend', { ...asked, epoch: epoch + 1 });
  return book;
}
