import { describe, expect, test } from 'vitest';
import { fromHex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import type { NetworkOperator } from '../../../lib/protocol/network.ts';
import { natsConfiguration } from '../../../servers/nats/configuration.ts';
import { ownUser, partnerUser } from '../../../servers/nats/keys.ts';
import { encodeUserKey, encodeUserSeed } from '../../../servers/nats/nkeys.ts';
import { allowedSubjects } from '../../../servers/nats/rules.ts';
import { networkOf, operatorOf, ownKeys, seedOf } from '../../network/operators.ts';

describe('NKeys', () => {
  // made with the NATS project's own nkeys library
  const VECTORS = [
    [
      '00'.repeat(32),
      'SUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEQ',
      'UA5WUJ54Z23KILLCUOUNAKTPBVZWKMQVO4O6EQ5GHLAERIMLLHNCTYM5',
    ],
    [
      'ff'.repeat(32),
      'SUAP777777777777777777777777777777777777777777777777775UUA',
      'UB3KCWJAISTOJ5IREZN4U45GATMQWBJJ2HPWAK7DBIM2SJLWMDI7LRYD',
    ],
    [
      '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
      'SUAAAAICAMCAKBQHBAEQUCYMBUHA6EARCIJRIFIWC4MBSGQ3DQOR4H776Y',
      'UAB2CB576PHBBPQ5ODORRZ2LYCMWPZGWGCN2KDK7DXOIMZASKUY3RLKK',
    ],
  ] as const;

  test.each(VECTORS)('seed %s', (seed, nkey, publicKey) => {
    expect(encodeUserSeed(fromHex(seed))).toBe(nkey);
    expect(encodeUserKey(p.signKey(fromHex(seed)))).toBe(publicKey);
  });

  test('an operator’s users are different keys, and always the same ones', () => {
    const users = [
      partnerUser(p, seedOf('north'), 'north'),
      ...(['STORE', 'WIRE', 'WATCH'] as const).map((one) => ownUser(p, seedOf('north'), one)),
    ];
    expect(new Set(users.map((one) => one.publicKey)).size).toBe(4);
    expect(partnerUser(p, seedOf('north'), 'north')).toEqual(users[0]);
    expect(operatorOf('north', ['exit']).wire).toBe(users[0]?.publicKey);
  });

  test('no operator’s id gives it the inboxes of another’s own processes', () => {
    const own = (['STORE', 'WIRE', 'WATCH'] as const).map((one) => ownUser(p, seedOf('north'), one).inbox);
    for (const id of ['store', 'wire', 'watch', 'own'])
      expect(own).not.toContain(partnerUser(p, seedOf(id), id).inbox);
  });
});

describe('who may ask what', () => {
  const authority = operatorOf('authority', ['id', 'ad']);
  const north = operatorOf('north', ['content', 'entry', 'exit']);
  const south = operatorOf('south', ['content', 'entry', 'exit']);
  const east = operatorOf('east', ['entry', 'exit']);
  const gate = operatorOf('gate', ['entry']);
  const rules: [NetworkOperator, NetworkOperator, string[]][] = [
    [authority, north, ['pw.authority.id', 'pw.authority.ad', 'pw.authority.id.ops', 'pw.authority.ad.ops']],
    [authority, east, ['pw.authority.id', 'pw.authority.ad', 'pw.authority.id.ops']],
    [authority, gate, ['pw.authority.id.ops']],
    [authority, authority, ['pw.authority.id.ops']],
    [north, south, ['pw.north.exit', 'pw.north.content']],
    [north, north, ['pw.north.exit', 'pw.north.content']],
    [north, gate, ['pw.north.exit']],
    [north, authority, ['pw.north.content.ops']],
    [east, authority, []],
    [gate, north, []],
  ];

  test.each(rules.map(([host, partner, subjects]) => [partner.id, host.id, subjects] as const))(
    '%s at %s',
    (partner, host, subjects) => {
      const find = (id: string) => rules.flat(2).find((one) => typeof one === 'object' && one.id === id);
      const [at, who] = [find(host), find(partner)];
      if (typeof at !== 'object' || typeof who !== 'object') throw new Error('both are in the list');
      expect(allowedSubjects(at, who)).toEqual(subjects);
    },
  );

  test('the configuration names every partner’s subjects in full, without a wildcard', () => {
    const text = natsConfiguration(settings({ major: 2, minor: 9, patch: 10 }));
    const { WIRE, STORE } = JSON.parse(text).accounts;
    expect(STORE.users).toEqual([{ nkey: ownKeys('north').store }]);
    for (const partner of [authority, south, gate]) {
      const rule = WIRE.users.find((one: { nkey: string }) => one.nkey === partner.wire);
      expect(rule.permissions).toEqual({
        publish: { allow: allowedSubjects(north, partner) },
        subscribe: { allow: [`_INBOX_${partner.id}.>`] },
      });
      expect(rule.permissions.publish.allow.join()).not.toMatch(/[*>]/);
    }
    expect(WIRE.jetstream).toBeUndefined();
  });

  test('fsync on every write where the server knows the setting, and nothing it would not start with where not', () => {
    expect(natsConfiguration(settings({ major: 2, minor: 10, patch: 0 }))).toContain(
      '"sync_interval": "always"',
    );
    expect(natsConfiguration(settings({ major: 3, minor: 0, patch: 0 }))).toContain(
      '"sync_interval": "always"',
    );
    expect(natsConfiguration(settings({ major: 2, minor: 9, patch: 25 }))).not.toContain('sync_interval');
  });

  function settings(version: { major: number; minor: number; patch: number }) {
    return {
      operator: 'north',
      network: networkOf([authority, north, south, east, gate]),
      own: ownKeys('north'),
      host: '127.0.0.1',
      port: 4222,
      storeDir: '/tmp/store',
      pidFile: '/tmp/nats.pid',
      version,
    };
  }
});
