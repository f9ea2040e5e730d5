import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REQUESTS } from '../../../lib/messages/catalogue.ts';
import type { Surface } from '../../../lib/messages/request.ts';
import { FACEBOOK, frameSender, makeGate, ownSender, pageSender, ROOT } from './gate.ts';

const drop = 'ab'.repeat(32);
const post = { text: 'Hello', photos: [], audience: 'friends', chosen: [], keywords: [] };
const refused = (code: string) => ({ error: { code } });

describe('who asks', () => {
  test('Home asks what Home may ask', async () => {
    const gate = makeGate();
    expect(await gate.ask(ownSender('home'), 'items.post', post)).toEqual({ ok: {} });
    expect(gate.done.map(({ name, asker }) => [name, asker.surface])).toEqual([['items.post', 'home']]);
  });

  test('the content script may not post, nor ask anything else that has words', async () => {
    const gate = makeGate();
    for (const { name, from } of REQUESTS.values())
      if (!from.includes('page')) expect(await gate.ask(pageSender(), name)).toEqual(refused('not-allowed'));
    expect(gate.done).toEqual([]);
  });

  test('a frame may not ask what the content script asks', async () => {
    const gate = makeGate();
    const frame = await gate.claimed({ kind: 'composer' });
    for (const name of ['page.mount', 'page.feed', 'page.show', 'page.unmount'])
      expect(await gate.ask(frame, name)).toEqual(refused('not-allowed'));
  });

  test('each surface reaches the requests that name it, and no others', async () => {
    const surfaces: Surface[] = ['page', 'post', 'composer', 'bell', 'notice', 'home', 'popup', 'confirm'];
    for (const surface of surfaces) {
      const gate = makeGate();
      const sender = await senderOf(gate, surface);
      for (const { name, from } of REQUESTS.values()) {
        if (name === 'frame.claim') continue;
        const answer = await gate.ask(sender, name, undefined, 'seen');
        const isRefused = JSON.stringify(answer) === JSON.stringify(refused('not-allowed'));
        expect([surface, name, isRefused]).toEqual([surface, name, !from.includes(surface)]);
      }
    }
  });

  test.each([
    ['another extension', ownSender('home', { id: 'a'.repeat(32) })],
    [
      'another extension’s page',
      ownSender('home', { url: `chrome-extension://${'a'.repeat(32)}/home.html` }),
    ],
    ['a page that only begins like ours', ownSender('home', { url: `${ROOT}home.html.evil/` })],
    ['Home in a frame', ownSender('home', { frameId: 3 })],
    ['the popup in a frame', ownSender('popup', { frameId: 3 })],
    ['a sandboxed page of ours', ownSender('home', { origin: 'null' })],
    ['the decoder', ownSender('decoder')],
    ['Home without a tab', ownSender('home', { tab: undefined, frameId: undefined })],
    ['nobody', {}],
    ['a sender without an address', ownSender('home', { url: undefined })],
    ['a content script in a frame of Facebook', pageSender(1, { frameId: 4 })],
    ['a content script of another site', pageSender(1, { url: 'https://evil.example/', origin: undefined })],
    ['a site with Facebook in its name', pageSender(1, { url: 'https://www.facebook.com.evil.example/' })],
    ['Facebook by plain HTTP', pageSender(1, { url: 'http://www.facebook.com/', origin: undefined })],
    ['another origin than its address', pageSender(1, { origin: 'https://evil.example' })],
    ['a frame that claimed nothing', frameSender()],
    ['a frame document at the top of a tab', frameSender(1, { frameId: 0 })],
  ])('%s gets nothing', async (_, sender) => {
    const gate = makeGate();
    for (const name of ['page.hello', 'items.post', 'status', 'frame.size', 'network.about'])
      expect(await gate.ask(sender, name)).toEqual(refused('not-allowed'));
    expect(gate.done).toEqual([]);
  });

  test('the popup asks, in no tab or in one', async () => {
    const gate = makeGate();
    expect(await gate.ask(ownSender('popup', { tab: undefined, frameId: undefined }), 'status')).toEqual({
      ok: {},
    });
    expect(await gate.ask(ownSender('popup'), 'status')).toEqual({ ok: {} });
  });
});

describe('what is asked', () => {
  test('what is no question of ours is not answered', () => {
    const gate = makeGate();
    for (const message of [
      null,
      undefined,
      1,
      'ask',
      [],
      {},
      { ask: 1 },
      { is: 'show', frame: '', drop: null },
    ])
      expect(gate.send(ownSender('home'), message)).toBeUndefined();
  });

  test('whatever is sent, it is answered with a code of the list or nothing, and nothing is done', async () => {
    const gate = makeGate();
    const message = fc.record({
      ask: fc.oneof(fc.string(), fc.constantFrom(...REQUESTS.keys())),
      args: fc.anything(),
    });
    await fc.assert(
      fc.asyncProperty(message, async (sent) => {
        const answer = await gate.send(pageSender(7, { url: 'https://evil.example/' }), sent);
        expect(answer).toEqual(refused('not-allowed'));
      }),
    );
    expect(gate.done).toEqual([]);
  });

  test.each([
    ['no arguments', undefined],
    ['null', null],
    ['a list', []],
    ['a member too many', { ...post, more: 1 }],
    ['a missing member', { text: 'Hello' }],
    ['another type', { ...post, text: 5 }],
    ['an audience there is none of', { ...post, audience: 'everybody' }],
    ['a text of 200,001 characters', { ...post, text: 'x'.repeat(200_001) }],
    ['41 photos', { ...post, photos: Array.from({ length: 41 }, () => ({ sizes: [], alt: '' })) }],
    [
      'a photo of no bytes form',
      { ...post, photos: [{ sizes: [{ type: 'image/png', width: 1, height: 1, bytes: '<svg>' }], alt: '' }] },
    ],
    ['5,001 chosen Friends', { ...post, chosen: Array.from({ length: 5001 }, () => drop) }],
  ])('arguments of another form change nothing: %s', async (_, args) => {
    const gate = makeGate();
    expect(await gate.send(ownSender('home'), { ask: 'items.post', args })).toEqual(refused('malformed'));
    expect(gate.done).toEqual([]);
  });

  test('the look of a page has an end', async () => {
    const gate = makeGate();
    const look = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`--c${i}`, 'red']));
    expect(await gate.ask(pageSender(), 'page.mount', { kind: 'bell', look })).toEqual(refused('malformed'));
  });

  test('unknown names are told apart only to those who may ask something', async () => {
    const gate = makeGate();
    expect(await gate.ask(ownSender('home'), 'items.everything')).toEqual(refused('unknown-command'));
    expect(await gate.ask(ownSender('home'), 'constructor')).toEqual(refused('unknown-command'));
    expect(await gate.ask(pageSender(1, { id: 'x' }), 'items.everything')).toEqual(refused('not-allowed'));
  });

  test('answers are native promises: others arrive as nothing', () => {
    const gate = makeGate();
    const answer = gate.send(ownSender('home'), { ask: 'status', args: {} });
    expect(Object.getPrototypeOf(answer)).toBe(Promise.prototype);
  });
});

describe('what cannot be undone', () => {
  test('is done at once from Home', async () => {
    const gate = makeGate();
    expect(await gate.ask(ownSender('home'), 'items.delete', { drop })).toEqual({ ok: {} });
  });

  test.each([
    ['a frame that was hidden', 'hidden'],
    ['a frame that does not say', undefined],
    ['a frame that says something else', 'certainly'],
  ])('is refused to %s', async (_, seen) => {
    const gate = makeGate();
    const frame = await gate.claimed({ drop });
    const asked = { ask: 'items.delete', args: { drop }, seen };
    expect(await gate.send(frame, asked)).toEqual(refused('not-seen'));
    expect(gate.done).toEqual([]);
    expect(gate.confirmed).toEqual([]);
  });

  test('is done for a frame that was seen', async () => {
    const gate = makeGate();
    const frame = await gate.claimed({ drop });
    expect(await gate.ask(frame, 'items.delete', { drop }, 'seen')).toEqual({ ok: {} });
    expect(gate.confirmed).toEqual([]);
  });

  test('is asked for in a window where the browser cannot tell', async () => {
    const gate = makeGate();
    const frame = await gate.claimed({ drop });
    gate.word.yes = false;
    expect(await gate.ask(frame, 'items.delete', { drop }, 'unknown')).toEqual(refused('declined'));
    expect(gate.done).toEqual([]);
    gate.word.yes = true;
    expect(await gate.ask(frame, 'items.delete', { drop }, 'unknown')).toEqual({ ok: {} });
    expect(gate.confirmed).toEqual(['items.delete', 'items.delete']);
  });

  test('a post needs no window: somebody wrote it; but a frame that was hidden posts nothing', async () => {
    const gate = makeGate();
    const frame = await gate.claimed({ kind: 'composer' });
    expect(await gate.ask(frame, 'items.post', post, 'unknown')).toEqual({ ok: {} });
    expect(await gate.ask(frame, 'items.post', post, 'hidden')).toEqual(refused('not-seen'));
    expect(gate.confirmed).toEqual([]);
  });

  test('a malformed one is not even asked about', async () => {
    const gate = makeGate();
    const frame = await gate.claimed({ drop });
    expect(await gate.ask(frame, 'items.delete', { drop: 'x' }, 'unknown')).toEqual(refused('malformed'));
    expect(gate.confirmed).toEqual([]);
  });
});

async function senderOf(gate: ReturnType<typeof makeGate>, surface: Surface) {
  if (surface === 'page') return pageSender();
  if (surface === 'home' || surface === 'popup' || surface === 'confirm') return ownSender(surface);
  return await gate.claimed(
    { kind: surface },
    frameSender(1, { url: `${ROOT}frame.html#x`, tab: { id: 1, url: `${FACEBOOK}/home.php` } }),
  );
}
