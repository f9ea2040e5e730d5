import { expect, test } from 'vitest';
import { CATALOGUE } from '../../../lib/protocol/catalogue.ts';
import { decodeAs, encodeAs } from '../../../lib/protocol/command.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';
import { examples } from '../../vectors/examples.ts';
import { bears } from '../spoiling.ts';

interface Example {
  command: string;
  bytes: Uint8Array;
}

const all = Object.values(CATALOGUE).flat();
const args = examples<Example>('commands', 'arguments');
const results = examples<Example>('commands', 'result');

const bytesOf = (of: Example[], name: string): Uint8Array[] =>
  of.filter(({ command }) => command === name).map(({ bytes }) => bytes);

test.each(all.map((command) => [command.name, command] as const))(
  '%s: any bytes are malformed, or the one encoding of arguments and of a result',
  (name, command) => {
    const refuses = (error: unknown): boolean => error instanceof MalformedError;
    for (const [shape, of] of [
      [command.args, args],
      [command.result, results],
    ] as const) {
      const valid = bytesOf(of, name);
      expect(valid.length).toBeGreaterThan(0);
      bears({ valid, again: (bytes) => encodeAs(shape, decodeAs(shape, bytes)), refuses });
    }
  },
);
