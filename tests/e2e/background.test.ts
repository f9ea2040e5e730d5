import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answered, Seen } from '../../lib/messages/request.ts';
import { until } from '../../servers/browser/until.ts';
import { type Replica, startReplica } from '../../servers/replica/start.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { newPerson } from './backgroundpeople.ts';
import { Driven } from './backgroundworld.ts';

const POST = { text: 'Hello', photos: [], audience: 'friends', chosen: [], keywords: [] };
const NOT_ALLOWED = { error: { code: 'not-allowed' } };

let stack: Stack;
let replica: Replica;
let dataDir: string;
let alice: Driven;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'peerwall-background-'));
  stack = await startStack({ dataDir, inProcess: true });
  replica = await startReplica();
  alice = await Driven.open('Alice', stack, replica);
});
afterAll(async () => {
  await alice?.close();
  await replica?.stop();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the first run', () => {
  test('before a network was joined, what needs one says so', async () => {
    expect(await alice.ask('network.about')).toEqual({ network: null });
    await expect(alice.ask('identity.create', newPerson('Alice'))).rejects.toThrow('not-joined');
    await expect(alice.ask('items.post', POST)).rejects.toThrow('not-joined');
    await expect(alice.ask('friends.search', { name: 'Bob' })).rejects.toThrow('not-joined');
  });

  test('a forged, an expired or no network file is refused, and nothing is joined', async () => {
    const signed = stack.network();
    const forged = { ...signed, file: { ...signed.file, name: 'Mine' } };
    const look = (text: string) => alice.ask('network.look', { source: { from: 'file', text } });
    await expect(look(JSON.stringify(forged))).rejects.toThrow('forged');
    await expect(look('{"file":')).rejects.toThrow('not-a-network');
    await expect(look('{}')).rejects.toThrow('not-a-network');
    await expect(
      alice.ask('network.look', { source: { from: 'address', address: 'no address' } }),
    ).rejects.toThrow('not-a-network');
    await expect(
      alice.ask('network.look', { source: { from: 'address', address: 'http://127.0.0.1:1' } }),
    ).rejects.toThrow('offline');
    const other = 'A'.repeat(43);
    await expect(
      alice.ask('network.join', { source: { from: 'builtin' }, authority: other }),
    ).rejects.toThrow('forged');
    expect(await alice.ask('network.about')).toEqual({ network: null });
  });

  test('the built-in network, an address and a file show the same network; it is joined and a name registered', async () => {
    const sources = [
      { from: 'builtin' },
      { from: 'address', address: stack.doors[0] },
      { from: 'file', text: JSON.stringify(stack.network()) },
    ];
    const cards = await Promise.all(sources.map((source) => alice.ask('network.look', { source })));
    const [card] = cards as { authority: string; fingerprint: string; needs: string[] }[];
    expect(new Set(cards.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(card?.fingerprint).toMatch(/^([0-9a-f]{4} ){9}[0-9a-f]{4}$/);
    expect(card?.needs).toEqual([]);
    await alice.ask('network.join', { source: sources[0], authority: card?.authority });
    const young = { ...newPerson('Alice'), birth: { year: new Date().getFullYear() - 5, month: 1, day: 1 } };
    await expect(alice.ask('identity.create', young)).rejects.toThrow('too-young');
    await expect(alice.ask('identity.create', newPerson('x'))).rejects.toThrow('name-refused');
    const { phrase } = (await alice.ask('identity.create', newPerson('Alice'))) as { phrase: string };
    expect(phrase.split(' ')).toHaveLength(24);
    await alice.settled();
    await expect(alice.ask('identity.create', newPerson('Alice'))).rejects.toThrow('conflict');
  });
});

test('a stopped service worker is there again at the next question, and knows what the last one knew', async () => {
  const before = await alice.ask('network.about');
  for (let i = 0; i < 3; i++) {
    await alice.stopWorker();
    expect(await alice.ask('network.about')).toEqual(before);
  }
});

describe('frames in Facebook’s page', () => {
  let page: Page;
  let script: ContentScript;

  beforeAll(async () => {
    page = await alice.person.facebook();
    script = await ContentScript.of(page);
  });
  afterAll(async () => {
    await page?.close();
  });

  test('the content script learns places, and may not ask for more', async () => {
    expect(await script.ask('page.hello', { kind: 'home' })).toEqual({ ok: { state: 'on' } });
    for (const name of [
      'items.post',
      'status',
      'friends.search',
      'identity.leave',
      'frame.size',
      'confirm.decide',
    ])
      expect(await script.ask(name, {})).toEqual(NOT_ALLOWED);
    const { posts } = okOf<{ posts: object[] }>(await script.ask('page.feed', { limit: 10 }));
    expect(posts).toEqual([]);
  });

  test('a frame is let in by its nonce, once, and then asks as what it is', async () => {
    const { nonce } = okOf<{ nonce: string }>(await script.ask('page.mount', { kind: 'composer', look: {} }));
    const frame = await script.embed(page, nonce);
    // drawn, it claims by itself; whichever of the two was first, it is known now
    await askIn(frame, 'frame.claim', { nonce });
    expect(await askIn(frame, 'frame.size', { height: 100 })).toEqual({ ok: {} });
    expect(await askIn(frame, 'frame.claim', { nonce })).toEqual(NOT_ALLOWED);
    expect(await askIn(frame, 'page.mount', { kind: 'bell', look: {} })).toEqual(NOT_ALLOWED);
    expect(await askIn(frame, 'friends.end', { user: 'ab'.repeat(32) })).toEqual(NOT_ALLOWED);
    expect(await askIn(frame, 'items.post', POST)).toEqual({ error: { code: 'not-seen' } });
    await alice.stopWorker();
    expect(await askIn(frame, 'frame.size', { height: 200 })).toEqual({ ok: {} });
    expect(await askIn(frame, 'frame.claim', { nonce })).toEqual(NOT_ALLOWED);
  });

  test('what cannot be undone is asked for in a window of the extension, where the browser cannot tell', async () => {
    const { nonce } = okOf<{ nonce: string }>(await script.ask('page.mount', { kind: 'bell', look: {} }));
    const frame = await script.embed(page, nonce);
    await askIn(frame, 'frame.claim', { nonce });
    const accept = { user: 'ab'.repeat(32), wallFrom: 'none' };
    const windows = () => alice.person.context.pages().filter((one) => one.url().includes('/confirm.html#'));
    expect(await askIn(frame, 'friends.accept', accept, 'hidden')).toEqual({ error: { code: 'not-seen' } });
    expect(windows()).toEqual([]);

    const closed = askIn(frame, 'friends.accept', accept, 'unknown');
    await (await until('the window', () => windows()[0])).close();
    expect(await closed).toEqual({ error: { code: 'declined' } });

    const agreed = askIn(frame, 'friends.accept', accept, 'unknown');
    const window = await until('the window', () => windows()[0]);
    const id = new URL(window.url()).hash.slice(1);
    expect(await askIn(window, 'confirm.question', { id })).toMatchObject({ ok: { name: 'friends.accept' } });
    void askIn(window, 'confirm.decide', { id, yes: true }).catch(() => undefined);
    // it was done, as far as there was anybody to be accepted
    expect(await agreed).toEqual({ error: { code: 'absent' } });
    await until('no window', () => windows().length === 0);
  });

  test('Home is one tab: asked for again, it is shown at the other place', async () => {
    const homes = () => alice.person.context.pages().filter((one) => one.url().includes('/home.html'));
    const before = homes().length;
    expect(await script.ask('frame.home', { route: 'friends' })).toEqual({ ok: {} });
    await until('Friends', () => homes().some((one) => one.url().endsWith('#friends')));
    expect(homes()).toHaveLength(before);
    for (const route of ['https://evil.example/', 'javascript:alert(1)', 'person/x', '../popup.html'])
      expect(await script.ask('frame.home', { route })).toEqual({ error: { code: 'malformed' } });
  });

  test('a frame with a nonce of another tab, or a made-up one, gets nothing', async () => {
    const other = await alice.person.facebook();
    const { nonce } = okOf<{ nonce: string }>(await script.ask('page.mount', { kind: 'composer', look: {} }));
    const there = await ContentScript.of(other);
    const stolen = await there.embed(other, nonce);
    const forged = await there.embed(other, 'f'.repeat(32));
    for (const frame of [stolen, forged]) {
      expect(await askIn(frame, 'frame.claim', { nonce })).toEqual(NOT_ALLOWED);
      expect(await askIn(frame, 'frame.size', { height: 1 })).toEqual(NOT_ALLOWED);
      expect(await askIn(frame, 'items.post', POST)).toEqual(NOT_ALLOWED);
    }
    await other.close();
  });

  test('the page itself cannot embed a frame, nor Home', async () => {
    for (const file of ['frame.html', 'home.html', 'popup.html', 'confirm.html']) {
      const url = alice.person.address(`${file}#${'f'.repeat(32)}`);
      await page.evaluate((src) => {
        const frame = document.createElement('iframe');
        frame.src = src;
        document.body.append(frame);
      }, url);
    }
    await until(
      'the page’s frames',
      async () => page.frames().filter((one) => one.url().startsWith('chrome-error:')).length === 4,
    );
  });
});

test('leaving deletes everything, here too', async () => {
  expect(await alice.ask('identity.leave')).toEqual({ left: [] });
  expect(await alice.ask('network.about')).toEqual({ network: null });
  await expect(alice.ask('items.post', POST)).rejects.toThrow('not-joined');
  for (const table of ['profile', 'keys', 'items', 'friends', 'settings', 'network'])
    expect((await alice.rows<{ key?: string }>(table)).filter(({ key }) => key !== 'slot')).toEqual([]);
});

/** Our content script in a page, asked to send what it would never send by itself. */
class ContentScript {
  readonly #cdp: CDPSession;
  readonly #context: number;

  private constructor(cdp: CDPSession, context: number) {
    this.#cdp = cdp;
    this.#context = context;
  }

  static async of(page: Page): Promise<ContentScript> {
    const cdp = await page.context().newCDPSession(page);
    const found = new Promise<number>((resolve) => {
      cdp.on('Runtime.executionContextCreated', ({ context }) => {
        const about = context.auxData as { type?: string } | undefined;
        if (about?.type === 'isolated' && context.origin.startsWith('chrome-extension:')) resolve(context.id);
      });
    });
    await cdp.send('Runtime.enable');
    return new ContentScript(cdp, await found);
  }

  async ask(name: string, args: object): Promise<Answered> {
    const message = JSON.stringify({ ask: name, args });
    return (await this.#run(`chrome.runtime.sendMessage(${message})`)) as Answered;
  }

  /** Puts a frame of ours into a closed shadow root, as the overlay does. */
  async embed(page: Page, nonce: string): Promise<Frame> {
    const before = page.frames();
    await this.#run(`(() => {
      const host = document.createElement('div');
      const frame = document.createElement('iframe');
      frame.src = chrome.runtime.getURL('frame.html') + '#${nonce}';
      host.attachShadow({ mode: 'closed' }).append(frame);
      document.body.append(host);
    })()`);
    const isNew = (one: Frame): boolean => !before.includes(one) && one.url().includes('/frame.html');
    const frame = await until('the frame', () => page.frames().find(isNew));
    await frame.waitForLoadState();
    return frame;
  }

  async #run(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.evaluate', {
      expression,
      contextId: this.#context,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }
}

async function askIn(place: Frame | Page, name: string, args: object, seen?: Seen): Promise<Answered> {
  return (await place.evaluate(
    // @ts-expect-error the browser's own
    (message) => globalThis.chrome.runtime.sendMessage(message),
    { ask: name, args, seen },
  )) as Answered;
}

function okOf<T>(answer: Answered): T {
  if ('error' in answer) throw new Error(answer.error.code);
  return answer.ok as T;
}
