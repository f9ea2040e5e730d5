import { describe, test } from 'vitest';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { appendDeed, packDeeds, unpackDeeds } from '../../../../lib/crypto/standing.ts';
import { append, create } from '../../../../lib/protocol/commands/content.ts';
import { MalformedError } from '../../../../lib/protocol/errors.ts';
import { ByteWriter, StoreValueError } from '../../../../servers/content/bytesio.ts';
import { readHead, writeHead, writeTomb } from '../../../../servers/content/head.ts';
import { placeOf } from '../../../../servers/content/names.ts';
import { readJob, readOutcome, writeJob, writeOutcome } from '../../../../servers/content/outcome.ts';
import { readList, writeRefs } from '../../../../servers/content/tree.ts';
import { WRITES } from '../../../../servers/content/writes.ts';
import { bears } from '../../spoiling.ts';
import { MemoryContent } from './memory.ts';
import { TestAuthor, TestItem } from './people.ts';

const isMalformed = (error: unknown): boolean => error instanceof MalformedError;
const isStoreValue = (error: unknown): boolean => error instanceof StoreValueError;

async function headValue(): Promise<Uint8Array> {
  const content = new MemoryContent();
  const item = new TestItem();
  await content.write(create, item.creation());
  await content.write(append, item.appending([new TestAuthor().entry(item, { sealed: p.random(512) })]));
  return content.store.values.get(`${placeOf(p, content.keys, item.drop).name}.h`)?.value ?? new Uint8Array();
}

describe('values of the store', () => {
  test('a head', async () => {
    const again = (bytes: Uint8Array): Uint8Array | null => {
      const head = readHead(bytes);
      if ('standing' in head) return head.garbage.length > 0 ? null : writeHead(head);
      return writeTomb(head);
    };
    const tomb = writeTomb({ key: p.random(32), sig: p.random(64) });
    bears({ valid: [await headValue(), tomb], again, refuses: isStoreValue });
  });

  test('a list of pages', () => {
    const ref = { name: p.random(16), level: 1, first: 3, last: 9, mod: 12, count: 7 };
    const write = (refs: (typeof ref)[]) => {
      const out = new ByteWriter().u8(2);
      writeRefs(out, refs);
      return out.done();
    };
    bears({
      valid: [write([ref]), write([ref, { ...ref, last: 2 ** 53 - 1 }])],
      again: (bytes) => write(readList(bytes)),
      refuses: isStoreValue,
    });
  });
});

describe('what the processes of a company tell each other', () => {
  test('a job', () => {
    const item = new TestItem();
    const bound = WRITES.find(({ command }) => command.name === append.name)?.bind(
      item.appending([new TestAuthor().entry(item, { sealed: p.random(512) })]),
    );
    const job = bound && writeJob(bound, { signedFor: item.drop, paid: false });
    const again = (bytes: Uint8Array): Uint8Array => {
      const { write, facts } = readJob(bytes);
      return writeJob(write, facts);
    };
    bears({ valid: job ? [job] : [], again, refuses: isMalformed });
  });

  test('an outcome', () => {
    const valid = [
      writeOutcome({ result: p.random(40) }),
      writeOutcome({ error: 'quota', detail: 'no room' }),
      writeOutcome('pay'),
      writeOutcome('elsewhere'),
    ];
    // one of a later version may say more: what is known of it is taken
    const again = (bytes: Uint8Array): Uint8Array => {
      readOutcome(bytes);
      return bytes;
    };
    bears({ valid, again, refuses: isMalformed });
  });
});

test('the deeds of an answer', () => {
  const deeds = [1, 2, 3].map((n) => appendDeed(p, p.random(32), p.random(n)));
  bears({
    valid: [packDeeds(deeds), packDeeds([])],
    again: (bytes) => packDeeds(unpackDeeds(bytes)),
    refuses: isMalformed,
  });
});
