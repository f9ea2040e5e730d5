import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NetworkFileError } from '../../../lib/crypto/network.ts';
import { settings as anonymizer } from '../../../servers/anonymizer/settings.ts';
import { settings as content } from '../../../servers/content/settings.ts';
import { settings as id } from '../../../servers/id/settings.ts';
import { KeysFileError, readKeys } from '../../../servers/keysfile.ts';
import { readNetworkFile } from '../../../servers/networkfile.ts';
import { ConfigError, checkYaml } from '../../../servers/yaml.ts';
import { runs } from '../fuzzruns.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-files-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** A text with a part of it replaced by another. */
const patched = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(20),
      fc.oneof(
        fc.string({ maxLength: 20, unit: 'binary' }),
        fc.constantFrom(
          '{',
          '[',
          '&a ',
          '*a',
          '!!js ',
          '- ',
          '\t',
          '\0',
          ': ',
          '<<: ',
          '"',
          "'",
          '|\n',
          '1e999',
          '~',
        ),
      ),
    )
    .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));

describe('settings files, whatever is in them', () => {
  const roles = [
    ['anonymizer', anonymizer, 'host: 127.0.0.1\nport: 8443\nqueue: 10\njitter: 30\n'],
    ['content', content, 'maxStreamBytes: 1000000\nconcurrent: 64\n'],
    ['id', id, 'newAccountDays: 3\nbundleWaitMs: 10000\nreportsPerDay: 20\n'],
  ] as const;

  test.each(roles)('%s: settings, or one line that names the place', (_, schema, good) => {
    expect(checkYaml('role.yaml', good, schema)).toBeTypeOf('object');
    const any = fc.oneof(patched(good), patched(good), fc.string({ maxLength: 60, unit: 'binary' }));
    fc.assert(
      fc.property(any, (text) => {
        try {
          checkYaml('role.yaml', text, schema);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(String(error)).toMatch(/^ConfigError: role\.yaml:\d+:\d+: [^\n]+$/);
        }
      }),
      runs(300),
    );
  });
});

const json = fc.oneof(
  fc.json(),
  fc.uint8Array({ maxLength: 60 }),
  patched(JSON.stringify({ operator: 'ab'.repeat(32), servers: { id: 'cd'.repeat(32) } })),
);

test('a keys file: keys, or one refusal that says nothing of what is in it', async () => {
  const file = join(dir, 'keys.json');
  await fc.assert(
    fc.asyncProperty(json, async (content) => {
      await writeFile(file, content);
      try {
        const { operator } = await readKeys(file);
        expect(operator).toHaveLength(32);
      } catch (error) {
        expect(error).toBeInstanceOf(KeysFileError);
        expect(String(error)).not.toMatch(/(ab){4}|(cd){4}/);
      }
    }),
    runs(100),
  );
});

test('network.json that is no JSON is refused as malformed', async () => {
  const file = join(dir, 'network.json');
  await fc.assert(
    fc.asyncProperty(json, async (content) => {
      await writeFile(file, content);
      await readNetworkFile(file).catch((error: unknown) => {
        expect(error).toBeInstanceOf(NetworkFileError);
        expect(error).toMatchObject({ reason: 'malformed' });
      });
    }),
    runs(60),
  );
});
