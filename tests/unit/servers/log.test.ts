import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { makeLog } from '../../../servers/log.ts';

function logged(write: (log: ReturnType<typeof makeLog>) => void): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  write(makeLog({ operator: 'north', role: 'content', log: { level: 'info' } }, stream));
  return text;
}

describe('log', () => {
  test('an error is its class and place; its message is left out, however it is logged', () => {
    class StoreError extends Error {
      override name = 'StoreError';
    }
    const error = new StoreError('the words of Alice');
    error.cause = new RangeError('from 192.0.2.7');
    const text = logged((log) => {
      log.error({ err: error }, 'put failed');
      log.error({ error }, 'put failed');
      log.error(error);
      log.warn(error, 'again');
      log.warn({ error: error.name }, 'named');
      log.warn({ error: error.message }, 'said');
    });
    expect(text).not.toContain('Alice');
    expect(text).not.toContain('192.0.2.7');
    expect(text.match(/StoreError/g)?.length).toBeGreaterThanOrEqual(5);
    expect(text).toContain('log.test.ts');
    expect(text).toContain('RangeError');
  });

  test('members that could tell of a person, a place or an item are cut out', () => {
    const text = logged((log) => {
      log.info(
        { ip: 'Mallory1', headers: 'Mallory2', item: 'Mallory3', user: 'Mallory4', token: 'Mallory5' },
        'asked',
      );
      log.info(
        { request: { remoteAddress: 'Mallory6', body: 'Mallory7' }, drop: 'Mallory8', count: 3 },
        'asked',
      );
    });
    expect(text).not.toContain('Mallory');
    expect(text).toContain('"count":3');
    expect(text).toContain('"operator":"north"');
  });
});
