import { hex, utf8 } from '../../lib/bytes.ts';
import { writeFailure } from '../../lib/crypto/answer.ts';
import { openQuestion, sealQuestion } from '../../lib/crypto/envelope.ts';
import { keyIdOf } from '../../lib/crypto/header.ts';
import { openHop, sealRoute } from '../../lib/crypto/onion.ts';
import { derive, signTagged, tagged } from '../../lib/crypto/tagged.ts';
import { encode } from '../../lib/protocol/codec.ts';
import { frame } from '../../lib/protocol/frame.ts';
import { fixedPrimitives } from './fixed.ts';

const FAILURES = ['unreadable', 'busy', 'replayed', 'unreachable'] as const;

/** Wire 1 and 2 as vectors, all binary in hexadecimal: what tests/vectors/envelope.json holds. */
export async function envelopeVectors() {
  const p = await fixedPrimitives('envelope');
  const keys = (['server', 'exit', 'entry'] as const).map((role) => {
    const seed = p.sha256(utf8(role));
    const publicKey = p.kem.publicKey(seed);
    return { role, seed, publicKey, id: p.sha256(utf8(`${role} id`)) };
  });
  const [server, exit, entry] = keys;
  if (server === undefined || exit === undefined || entry === undefined) throw new Error('three keys');
  const question = { c: 'content.read', t: 29_000_000, a: { id: p.sha256(utf8('item')) } };
  const cbor = encode({ ok: { at: 7 } });

  const direct = sealQuestion(p, { publicKey: server.publicKey, sizeClass: 0 }, question);
  const opened = openQuestion(p, () => server, direct.envelope);
  const route = sealRoute(p, { entry, exit, server }, 0, question);
  const atEntry = openHop(p, () => entry, 2, route.bytes);
  const atExit = atEntry && openHop(p, () => exit, 1, atEntry.inner);
  const atServer = atExit && openQuestion(p, () => server, atExit.inner);
  if (!opened || !atEntry || !atExit || !atServer) throw new Error('a vector does not open');
  const ofServer = atServer.sealAnswer(cbor);
  const ofExit = atExit.sealAnswer(ofServer);
  const ofEntry = atEntry.sealAnswer(ofExit);

  const parts = [Uint8Array.of(1, 2, 3), 7, 'text'] as const;
  const seed = p.sha256(utf8('ed25519'));
  return {
    notation: {
      about:
        'label "example", parts: bytes 010203, number 7, text "text"; K with secret, salt below and 64 bytes out',
      frame: hex(frame('example', ...parts)),
      tagged: hex(tagged(p, 'example', ...parts)),
      secret: hex(utf8('secret')),
      salt: hex(utf8('salt')),
      derived: hex(derive(p, 'example', utf8('secret'), utf8('salt'), 64, ...parts)),
      seed: hex(seed),
      publicKey: hex(p.signKey(seed)),
      signature: hex(signTagged(p, seed, 'example', ...parts)),
    },
    keys: keys.map(({ role, ...key }) => ({
      role,
      id: hex(key.id),
      seed: hex(key.seed),
      keyId: hex(keyIdOf(p, key.publicKey)),
      publicKey: hex(key.publicKey),
    })),
    question: {
      body: hex(encode(opened.body)),
      envelope: hex(direct.envelope),
      hash: hex(opened.hash),
      answer: hex(opened.sealAnswer(cbor)),
      opened: hex(cbor),
    },
    route: {
      minute: question.t,
      body: hex(encode(atServer.body)),
      envelope: hex(route.bytes),
      atExit: hex(atEntry.inner),
      atServer: hex(atExit.inner),
      answerOfServer: hex(ofServer),
      answerOfExit: hex(ofExit),
      answerOfEntry: hex(ofEntry),
      opened: hex(cbor),
    },
    failures: [
      ...FAILURES.map((failure) => ({ failure, frame: hex(writeFailure(failure)) })),
      { failure: 'stale', minute: 29_000_000, frame: hex(writeFailure('stale', 29_000_000)) },
    ],
  };
}
