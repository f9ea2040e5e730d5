import { expect, test } from 'vitest';
import { Pushes } from '../../../entrypoints/background/pushes.ts';

interface Sent {
  tab: number;
  options: unknown;
}

function makePushes(): { pushes: Pushes; sent: Sent[] } {
  const sent: Sent[] = [];
  const sendMessage = async (tab: number, _message: unknown, options: unknown) => {
    sent.push({ tab, options });
  };
  return { pushes: new Pushes({ tabs: { sendMessage } } as never), sent };
}

const shown = { is: 'show', frame: '0'.repeat(32), drop: 'ab'.repeat(32) } as const;

test('which thread a frame shows is told to the place of that frame alone, not to the page it stands in', async () => {
  const { pushes, sent } = makePushes();
  await pushes.toFrame({ tab: 3, place: 12 }, shown);
  expect(sent).toEqual([{ tab: 3, options: { frameId: 12 } }]);
});

test('a frame nobody claimed yet is told nothing: it has no place', async () => {
  const { pushes, sent } = makePushes();
  await pushes.toFrame({ tab: 3, place: null }, shown);
  expect(sent).toEqual([]);
});
