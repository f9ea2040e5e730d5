import { describe, expect, it } from 'vitest';
import { REQUESTS } from '../../../lib/messages/catalogue.ts';
import { activityWord, byDay } from '../../../lib/ui/home/activitywords.ts';
import { deedState } from '../../../lib/ui/home/deedwords.ts';
import { digitGroups } from '../../../lib/ui/home/friendwords.ts';
import { qrPath } from '../../../lib/ui/home/qr.ts';
import { readRoute, titleOf, writeRoute } from '../../../lib/ui/home/route.ts';
import { warningWord } from '../../../lib/ui/home/warningwords.ts';
import { confirmWord } from '../../../lib/ui/popup/confirmwords.ts';

const ID = 'ab'.repeat(32);

describe('a place of Home', () => {
  it.each(['', '#', '#home', '#nowhere', '#person/ab', `#person/${ID.toUpperCase()}`, '#post/'])(
    'is Home itself for %j',
    (fragment) => {
      expect(readRoute(fragment)).toEqual({ at: 'home' });
    },
  );

  it.each(['#friends', '#status', '#leave', `#person/${ID}`, `#post/${ID}`])(
    '%s is written as it is read',
    (fragment) => {
      expect(writeRoute(readRoute(fragment))).toBe(fragment);
    },
  );

  it('tells in its title how many notifications wait', () => {
    expect(titleOf({ at: 'home' }, 0)).toBe('Peerwall');
    expect(titleOf({ at: 'friends' }, 3)).toBe('(3) Friends · Peerwall');
  });
});

describe('activities', () => {
  const line = (when: number, is: string) => ({ id: `${is}${when}`, is, when, name: 'Bob' });

  it('stand by day, in their order', () => {
    const now = new Date(2026, 4, 4, 18).getTime();
    const days = byDay(
      [line(now - 1, 'post'), line(now - 3_600_000, 'comment'), line(now - 86_400_000, 'reaction')],
      now,
      'en',
    );
    expect(days.map(({ title, lines }) => [title, lines.length])).toEqual([
      ['Today', 2],
      ['Sunday, May 3, 2026', 1],
    ]);
  });

  it('say whose post it was', () => {
    expect(activityWord({ is: 'comment', name: 'Bob' }, false)).toBe('You commented on Bob’s post');
    expect(activityWord({ is: 'comment', name: 'Alice' }, true)).toBe('You commented on your own post');
    expect(activityWord({ is: 'of a later version', name: '' }, false)).toBe('You did something');
  });
});

describe('a deed in the outbox', () => {
  const deed = {
    id: 'd',
    kind: 'put',
    state: 'waiting' as const,
    code: null,
    why: null,
    tries: 0,
    next: 0,
    drop: '',
  };

  it('says when it is tried again, or why it was refused', () => {
    expect(deedState(deed, 1000)).toBe('Goes out now.');
    expect(deedState({ ...deed, tries: 2, next: 11_000 }, 1000)).toBe('Tried 2 times; again in 10 s.');
    expect(deedState({ ...deed, tries: 1, next: 0 }, 1000)).toBe('Tried once; again now.');
    expect(deedState({ ...deed, tries: 1, why: 'offline' }, 1000)).toContain('offline');
    expect(deedState({ ...deed, state: 'refused', code: 'quota' }, 1000)).toContain('no room left');
    expect(deedState({ ...deed, state: 'refused', code: 'some-new-code' }, 1000)).toContain('some-new-code');
  });
});

describe('a safety number', () => {
  it('stands in twelve groups of five digits', () => {
    const digits = Array.from({ length: 60 }, (_, i) => i % 10).join('');
    expect(digitGroups(digits)).toHaveLength(12);
    expect(digitGroups(digits).join('')).toBe(digits);
  });

  it('is drawn as a code with a quiet border', () => {
    const { size, path } = qrPath('0123456789'.repeat(6));
    expect(size).toBeGreaterThan(20);
    const places = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
    expect(Math.min(...places)).toBe(4);
    expect(Math.max(...places)).toBe(size - 5);
  });
});

describe('a warning', () => {
  it.each(['root', 'name', 'account', 'device', 'fork', 'copy', 'epoch', 'of a later version'])(
    'of kind %s says what happened and what to do',
    (is) => {
      const { says, todo } = warningWord({ id: is, is });
      expect(says.length).toBeGreaterThan(10);
      expect(todo.length).toBeGreaterThan(10);
    },
  );

  it('of a lying server says what it did and who runs it', () => {
    const { says } = warningWord({ id: 'fork:hidden:ab', is: 'fork', text: 'North' });
    expect(says).toContain('left out');
    expect(says).toContain('North');
  });
});

describe('the confirming window', () => {
  const guarded = [...REQUESTS.values()].filter(
    ({ guarded: is, from }) => is === true && from.some((one) => ['post', 'composer', 'bell'].includes(one)),
  );

  it.each(guarded.map(({ name }) => name))('has words of its own for %s', (name) => {
    expect(confirmWord(name)).not.toEqual(confirmWord('something else'));
  });
});
