import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { ConfigError, checkYaml } from '../../../servers/yaml.ts';

const schema = v.strictObject({
  role: v.picklist(['entry', 'exit']),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0, 'expected a port')), 80),
  log: v.optional(v.strictObject({ level: v.optional(v.picklist(['info', 'warn']), 'info') }), {}),
  doors: v.optional(v.array(v.strictObject({ url: v.string() })), []),
});

function complaint(text: string): string {
  try {
    checkYaml('north.yaml', text, schema);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('settings in YAML', () => {
  test('defaults are filled in at every depth', () => {
    expect(checkYaml('x', 'role: entry', schema)).toEqual({
      role: 'entry',
      port: 80,
      log: { level: 'info' },
      doors: [],
    });
  });

  test.each([
    ['role: entrance', 'north.yaml:1:7: role: expected ("entry" | "exit"), found "entrance"'],
    [
      'role: entry\nlog:\n  level: loud',
      'north.yaml:3:10: log.level: expected ("info" | "warn"), found "loud"',
    ],
    ['role: entry\nport: -1', 'north.yaml:2:7: port: expected a port, found -1'],
    ['role: entry\nport: many', 'north.yaml:2:7: port: expected number, found "many"'],
    ['role: entry\n\nprot: 1', 'north.yaml:3:1: prot: no such setting; allowed: role, port, log, doors'],
    ['rloe: entry', 'north.yaml:1:1: rloe: no such setting; allowed: role, port, log, doors'],
    ['role: entry\nlog: {levle: info}', 'north.yaml:2:7: log.levle: no such setting; allowed: level'],
    [
      'role: entry\ndoors:\n  - {url: a}\n  - {utl: b}',
      'north.yaml:4:6: doors.1.utl: no such setting; allowed: url',
    ],
    ['port: 1', 'north.yaml:1:1: role: is missing'],
    ['', 'north.yaml:1:1: role: is missing'],
    ['- role', 'north.yaml:1:1: expected settings, each as "name: value"'],
  ])('%j is named with its place and what is allowed', (text, message) => {
    expect(complaint(text)).toBe(message);
  });

  test('what is not YAML is named with its place; a setting twice is not two settings', () => {
    expect(complaint('role: [')).toMatch(/^north\.yaml:1:\d+: not YAML/);
    expect(complaint('role: entry\nrole: exit')).toMatch(
      /^north\.yaml:2:1: not YAML: Map keys must be unique/,
    );
  });

  test('aliases cannot be used to blow a file up', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefgh'.split('').map((one, i) => `${one}: &${one} [*${'abcdefgh'[i]}, *${'abcdefgh'[i]}]`),
    ];
    expect(() => checkYaml('bomb.yaml', bomb.join('\n'), schema)).toThrow(
      'bomb.yaml:2:8: aliases are not taken',
    );
  });
});
