import { describe, expect, test } from 'vitest';
import { ask } from '../../../lib/messages/ask.ts';
import { REQUESTS } from '../../../lib/messages/catalogue.ts';
import { readAskError } from '../../../lib/messages/errors.ts';
import type { Asked } from '../../../lib/messages/request.ts';
import { search } from '../../../lib/messages/requests/friends.ts';
import { post } from '../../../lib/messages/requests/items.ts';

const person = { user: 'ab'.repeat(32), name: 'Bob', about: null, state: 'stranger' };
const answering = (answer: unknown) => async () => answer;
const asked = (answer: unknown) => ask(answering(answer), search, { name: 'Bob' });

describe('asking the background', () => {
  test('sends name and arguments, and how a frame was seen only where it is told', async () => {
    const sent: Asked[] = [];
    const send = async (message: Asked) => {
      sent.push(message);
      return { ok: { drop: 'cd'.repeat(32) } };
    };
    const args = { text: 'Hello', photos: [], audience: 'me', chosen: [], keywords: [] } as const;
    await ask(send, post, { ...args, photos: [], chosen: [], keywords: [] }, 'seen');
    await ask(send, post, { ...args, photos: [], chosen: [], keywords: [] });
    expect(sent).toEqual([
      { ask: 'items.post', args, seen: 'seen' },
      { ask: 'items.post', args },
    ]);
  });

  test('gives the answer', async () => {
    expect(await asked({ ok: { people: [person] } })).toEqual({ people: [person] });
  });

  test('throws what the background refused with, by its code', async () => {
    await expect(asked({ error: { code: 'offline' } })).rejects.toMatchObject({
      name: 'AskError',
      code: 'offline',
    });
    await expect(asked({ error: { code: 'name-taken', detail: 'Bob' } })).rejects.toMatchObject({
      detail: 'Bob',
    });
    expect(readAskError({ code: 'no such code' }).code).toBe('internal');
  });

  test.each([
    ['nothing', undefined],
    ['null, as a lost promise arrives in Firefox', null],
    ['text', 'ok'],
    ['an error without code', { error: {} }],
    ['an error that is null', { error: null }],
    ['an answer of another form', { ok: { people: [{ ...person, user: 'Bob' }] } }],
    ['a member too many', { ok: { people: [], more: 1 } }],
  ])('%s is a fault of ours', async (_, answer) => {
    await expect(asked(answer)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('the catalogue', () => {
  test('has every name once', () => {
    for (const [name, request] of REQUESTS) expect(request.name).toBe(name);
    expect(REQUESTS.size).toBeGreaterThan(50);
  });

  test('what cannot be undone is never for the content script', () => {
    for (const { guarded, from } of REQUESTS.values()) if (guarded) expect(from).not.toContain('page');
  });
});
