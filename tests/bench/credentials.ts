import {
  blindBatch,
  boundOf,
  checkSpend,
  deedHash,
  epochKey,
  finishBatch,
  issueBatch,
  spend,
} from '../../lib/crypto/credential.ts';
import { multiply, ristretto } from '../../lib/crypto/ristretto.ts';
import { sodiumPrimitives } from '../../lib/crypto/sodium.ts';
import { compare } from './measure.ts';
import { rates } from './table.ts';

const BATCH = 100;

/** (e) Credentials issued, finished and checked by one core; the floor is one bare ristretto255 multiplication. */
export async function run(): Promise<void> {
  const p = await sodiumPrimitives();
  const g = await ristretto(1);
  const key = epochKey(g, p.random(32), 1);
  const origin = { contentSeed: p.random(32), epoch: 1, pk: key.publicKey };
  const { batch, blinded } = blindBatch(g, p, origin, BATCH);
  const issued = issueBatch(g, key, blinded);
  const tokens = issued && finishBatch(g, key.publicKey, batch, issued);
  const token = tokens?.[0];
  if (!issued || !token) throw new Error('not issued');
  const server = p.random(32);
  const deed = deedHash(p, 'content.create', {});
  const paid = spend(p, token, server, deed);
  const bound = boundOf(p, paid.salt, deed);
  const batches = (task: () => unknown) => (count: number) => {
    for (let i = 0; i < count / BATCH; i++) task();
  };
  const singles = (task: () => unknown) => (count: number) => {
    for (let i = 0; i < count; i++) task();
  };
  const measured = await compare(5, [
    { name: 'bare multiplication', count: 1_000, run: singles(() => multiply(g, key.secret, key.publicKey)) },
    { name: 'blinded by the client', count: 300, run: batches(() => blindBatch(g, p, origin, BATCH)) },
    {
      name: 'issued by the ID server, batches of 100',
      count: 300,
      run: batches(() => issueBatch(g, key, blinded)),
    },
    {
      name: 'proof checked and finished by the client',
      count: 300,
      run: batches(() => finishBatch(g, key.publicKey, batch, issued)),
    },
    { name: 'spent by the client', count: 1_000, run: singles(() => spend(p, token, server, deed)) },
    {
      name: 'checked by the ID server',
      count: 1_000,
      run: singles(() => checkSpend(g, p, key.secret, server, { ...paid, bound })),
    },
  ]);
  rates('(e) Credentials, one core', measured, ['bare multiplication']);
}
