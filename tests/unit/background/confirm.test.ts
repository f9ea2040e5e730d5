import { expect, test } from 'vitest';
import { Confirming } from '../../../entrypoints/background/confirm.ts';
import { accept } from '../../../lib/messages/requests/friends.ts';
import { counter } from './area.ts';

function makeWindows() {
  const opened: string[] = [];
  const closed: number[] = [];
  const confirming = new Confirming({
    random: counter(),
    open: async (id) => opened.push(id),
    close: async (window) => {
      closed.push(window);
    },
    about: async () => 'Bob',
  });
  return { confirming, opened, closed };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a yes in the window lets the deed be done, and closes the window', async () => {
  const { confirming, opened, closed } = makeWindows();
  const asked = confirming.ask(accept, {});
  await settled();
  const [id = ''] = opened;
  expect(confirming.question(id)).toEqual({ name: 'friends.accept', about: 'Bob' });
  confirming.decide(id, true);
  await expect(asked).resolves.toBeUndefined();
  expect(closed).toEqual([1]);
});

test('a no declines it', async () => {
  const { confirming, opened } = makeWindows();
  const asked = confirming.ask(accept, {});
  await settled();
  confirming.decide(opened[0] ?? '', false);
  await expect(asked).rejects.toMatchObject({ code: 'declined' });
});

test('closing the window declines what it asked, and nothing else', async () => {
  const { confirming, opened } = makeWindows();
  const first = confirming.ask(accept, {});
  const second = confirming.ask(accept, {});
  await settled();
  confirming.closed(1);
  await expect(first).rejects.toMatchObject({ code: 'declined' });
  confirming.decide(opened[1] ?? '', true);
  await expect(second).resolves.toBeUndefined();
});

test('a word counts once, and for nothing that was not asked', async () => {
  const { confirming, opened } = makeWindows();
  const asked = confirming.ask(accept, {});
  await settled();
  const [id = ''] = opened;
  expect(() => confirming.decide('f'.repeat(32), true)).toThrow(expect.objectContaining({ code: 'gone' }));
  confirming.decide(id, true);
  await asked;
  expect(() => confirming.decide(id, true)).toThrow(expect.objectContaining({ code: 'gone' }));
  expect(() => confirming.question(id)).toThrow(expect.objectContaining({ code: 'gone' }));
});

test('a window that does not open asks nothing and does nothing', async () => {
  const confirming = new Confirming({
    random: counter(),
    open: () => Promise.reject(new Error('no window')),
    close: async () => undefined,
    about: async () => null,
  });
  await expect(confirming.ask(accept, {})).rejects.toThrow('no window');
});
