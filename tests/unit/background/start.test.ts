import { expect, test } from 'vitest';
import { startBackground } from '../../../entrypoints/background/start.ts';
import { FACEBOOK } from '../../../lib/messages/facebook.ts';
import type { Answered } from '../../../lib/messages/request.ts';
import type { Webext } from '../../../lib/webext.ts';
import { ID, ownSender, pageSender, ROOT } from './gate.ts';

type Listener = (...args: unknown[]) => unknown;

/** A browser that notes who listens to what; everything else it is asked answers nothing. */
function makeBrowser() {
  const listeners = new Map<string, Listener>();
  const at = (path: string): unknown =>
    new Proxy(() => undefined, {
      get: (_, name) => {
        const place = `${path}${path === '' ? '' : '.'}${String(name)}`;
        if (place === 'runtime.id') return ID;
        if (place.endsWith('.addListener')) return (listener: Listener) => listeners.set(path, listener);
        return at(place);
      },
      apply: () => (path === 'runtime.getURL' ? ROOT : Promise.resolve({})),
    });
  return { webext: at('') as Webext, listeners };
}

test('every listener is there when the first line is through, and none is for other extensions or pages', () => {
  const { webext, listeners } = makeBrowser();
  startBackground(webext);
  expect([...listeners.keys()].toSorted()).toEqual([
    'alarms.onAlarm',
    'runtime.onInstalled',
    'runtime.onMessage',
    'runtime.onStartup',
    'tabs.onRemoved',
    'windows.onRemoved',
  ]);
});

test('messages go through the gate', async () => {
  const { webext, listeners } = makeBrowser();
  startBackground(webext);
  const send = async (sender: unknown, message: unknown): Promise<unknown> =>
    await listeners.get('runtime.onMessage')?.(message, sender);
  const question = { ask: 'confirm.question', args: { id: 'none' } };
  expect(await send(ownSender('confirm'), question)).toEqual({ error: { code: 'gone' } } satisfies Answered);
  expect(await send(ownSender('home'), question)).toEqual({ error: { code: 'not-allowed' } });
  expect(await send(pageSender(), question)).toEqual({ error: { code: 'not-allowed' } });
  expect(await send(ownSender('confirm', { id: 'other' }), question)).toEqual({
    error: { code: 'not-allowed' },
  });
  expect(await send(ownSender('home'), 'garbage')).toBeUndefined();
  expect(FACEBOOK).toHaveLength(2);
});
