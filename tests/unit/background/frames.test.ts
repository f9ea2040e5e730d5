import { expect, test } from 'vitest';
import { PostHandles } from '../../../entrypoints/background/posthandles.ts';
import { counter, MemoryArea } from './area.ts';
import { frameSender, makeGate, pageSender, ROOT } from './gate.ts';

const refused = { error: { code: 'not-allowed' } };
const made = { tab: 1, page: 'page-1', kind: 'composer', drop: null, notice: null, look: {} } as const;

test('a nonce is taken once, by the tab it was made for', async () => {
  const gate = makeGate();
  const { nonce, frame } = await gate.frames.mount(made);
  expect(await gate.ask(frameSender(1), 'frame.claim', { nonce })).toMatchObject({
    ok: { kind: 'composer', frame },
  });
  expect(await gate.ask(frameSender(1), 'frame.claim', { nonce })).toEqual(refused);
  expect(await gate.ask(frameSender(1, { documentId: 'other' }), 'frame.claim', { nonce })).toEqual(refused);
  expect(await gate.ask(frameSender(1, { documentId: 'other' }), 'frame.size', { height: 1 })).toEqual(
    refused,
  );
});

test('of two that claim at the same moment, one gets it', async () => {
  const gate = makeGate();
  const { nonce } = await gate.frames.mount(made);
  const answers = await Promise.all(
    ['one', 'two', 'three'].map((documentId) =>
      gate.ask(frameSender(1, { documentId }), 'frame.claim', { nonce }),
    ),
  );
  expect(answers.filter((answer) => answer !== undefined && 'ok' in answer)).toHaveLength(1);
});

test('another tab, another place, another page of ours may not claim it', async () => {
  const gate = makeGate();
  const { nonce } = await gate.frames.mount(made);
  const senders = [
    frameSender(2),
    frameSender(1, { frameId: 0 }),
    frameSender(1, { frameId: undefined }),
    frameSender(1, { documentId: undefined }),
    frameSender(1, { tab: { id: 1, url: 'https://evil.example/' } }),
    frameSender(1, { tab: { id: 1 } }),
    frameSender(1, { url: `${ROOT}home.html` }),
    frameSender(1, { url: 'https://www.facebook.com/frame.html' }),
    frameSender(1, { origin: 'null' }),
    frameSender(1, { id: 'a'.repeat(32) }),
    pageSender(1),
  ];
  for (const sender of senders) expect(await gate.ask(sender, 'frame.claim', { nonce })).toEqual(refused);
  gate.nested.add(5);
  expect(await gate.ask(frameSender(1), 'frame.claim', { nonce })).toEqual(refused);
  gate.nested.clear();
  expect(await gate.ask(frameSender(1), 'frame.claim', { nonce })).toMatchObject({
    ok: { kind: 'composer' },
  });
});

test('a forged nonce is refused, whatever it looks like', async () => {
  const gate = makeGate();
  await gate.frames.mount(made);
  expect(await gate.ask(frameSender(), 'frame.claim', { nonce: 'f'.repeat(32) })).toEqual(refused);
  for (const nonce of ['', 'frame', null, {}, 'F'.repeat(32), ['0'.repeat(32)]])
    expect(await gate.ask(frameSender(), 'frame.claim', { nonce })).toEqual({ error: { code: 'malformed' } });
});

test('frames are known again when the background was stopped and started', async () => {
  const area = new MemoryArea();
  const before = makeGate(area);
  const used = await before.frames.mount(made);
  const fresh = await before.frames.mount(made);
  await before.ask(frameSender(1), 'frame.claim', { nonce: used.nonce });
  const after = makeGate(area);
  expect(await after.ask(frameSender(1), 'frame.size', { height: 10 })).toEqual({ ok: {} });
  expect(await after.ask(frameSender(1, { documentId: 'b' }), 'frame.claim', { nonce: used.nonce })).toEqual(
    refused,
  );
  expect(
    await after.ask(frameSender(1, { documentId: 'b' }), 'frame.claim', { nonce: fresh.nonce }),
  ).toMatchObject({
    ok: { frame: fresh.frame },
  });
});

test('frames go with the tab, and with the page they were asked for by', async () => {
  const gate = makeGate();
  const { nonce } = await gate.frames.mount(made);
  await gate.claimed({}, frameSender(1, { documentId: 'claimed' }));
  await gate.frames.pageIs(1, 'another page');
  expect(await gate.ask(frameSender(1), 'frame.claim', { nonce })).toEqual(refused);
  expect(await gate.ask(frameSender(1, { documentId: 'claimed' }), 'frame.size', { height: 1 })).toEqual(
    refused,
  );
  expect(gate.area.rows.size).toBe(0);
});

test('a page that mounts without end holds a hundred frames at most', async () => {
  const gate = makeGate();
  for (let i = 0; i < 130; i++) await gate.frames.mount(made);
  expect(gate.area.rows.size).toBe(100);
});

test('a post’s name is random, its tab’s own, and stays', async () => {
  const area = new MemoryArea();
  const posts = new PostHandles(area.area, counter());
  const [a, b] = await posts.give(1, ['drop a', 'drop b']);
  const [other] = await posts.give(2, ['drop a']);
  expect(new Set([a, b, other]).size).toBe(3);
  expect(await posts.give(1, ['drop b', 'drop a'])).toEqual([b, a]);
  expect(await posts.dropOf(1, a ?? '')).toBe('drop a');
  expect(await posts.dropOf(2, a ?? '')).toBeNull();
  expect(await posts.dropOf(1, 'f'.repeat(32))).toBeNull();
  const again = new PostHandles(area.area, counter());
  expect(await again.dropOf(1, b ?? '')).toBe('drop b');
  await again.tabGone(1);
  expect(await again.dropOf(1, a ?? '')).toBeNull();
  expect(await again.dropOf(2, other ?? '')).toBe('drop a');
});

test('a frame that is changed while it claims stays claimed, and one that is gone stays gone', async () => {
  const { frames } = makeGate();
  const { nonce, frame } = await frames.mount({ ...made, kind: 'post', drop: 'one' });
  const before = await frames.named(1, frame);
  await frames.claim(nonce, { tab: 1, document: 'inside', frameId: 5 });
  if (before === null) throw new Error('it was mounted');
  expect(await frames.change(before, { drop: 'two' })).toMatchObject({ document: 'inside', place: 5 });
  await frames.unmount(1, frame);
  await frames.change(before, { drop: 'three' });
  expect(await frames.named(1, frame)).toBeNull();
});
