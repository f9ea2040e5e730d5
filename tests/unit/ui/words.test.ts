import { describe, expect, it } from 'vitest';
import { AskError } from '../../../lib/messages/errors.ts';
import { newsRoute, newsWords } from '../../../lib/ui/bell/newswords.ts';
import { whoGetsIt } from '../../../lib/ui/composer/whogetsit.ts';
import { noticeWords } from '../../../lib/ui/notice/noticewords.ts';
import { colourOf, initials } from '../../../lib/ui/person.ts';
import { codeWord, plainWord } from '../../../lib/ui/plainwords.ts';
import { faceOf, OFFERED } from '../../../lib/ui/reactions.ts';
import { ago, moment } from '../../../lib/ui/time.ts';

describe('times', () => {
  const now = Date.UTC(2026, 10, 26, 12);
  it('are told shortly while they are near, by the day later', () => {
    expect(ago(now - 5_000, now)).toBe('now');
    expect(ago(now + 5_000, now)).toBe('now');
    expect(ago(now - 5 * 60_000, now)).toBe('5m');
    expect(ago(now - 3 * 3_600_000, now)).toBe('3h');
    expect(ago(now - 6 * 86_400_000, now)).toBe('6d');
    expect(ago(now - 30 * 86_400_000, now, 'en-GB')).toBe('27 October');
    expect(ago(now - 400 * 86_400_000, now, 'en-GB')).toBe('22 October 2025');
  });
  it('are told in full besides', () => {
    expect(moment(now, 'en-GB')).toContain('26 November 2026');
  });
});

describe('pictures of people', () => {
  it('have the first letters of the first and last name', () => {
    expect(initials('Alice')).toBe('A');
    expect(initials('carol anne ostrowska')).toBe('CO');
    expect(initials('Łukasz (the) 猫')).toBe('Ł猫');
    expect(initials('')).toBe('?');
    expect(initials('***')).toBe('?');
  });
  it('keep their colour', () => {
    expect(colourOf('ab'.repeat(32))).toBe(colourOf('ab'.repeat(32)));
    expect(colourOf('')).toMatch(/^#/);
    expect(colourOf('not hex')).toMatch(/^#/);
  });
});

describe('reactions', () => {
  it('are six to choose from, and one more to be shown', () => {
    expect(OFFERED.map(({ reaction }) => reaction)).toEqual(['like', 'love', 'haha', 'wow', 'sad', 'angry']);
    expect(faceOf('care')?.name).toBe('Care');
    expect(faceOf('of-a-later-version')).toBeNull();
  });
});

describe('words', () => {
  it('say plainly what a code means, and name a code nobody foresaw', () => {
    expect(plainWord(new AskError('too-many-pixels'))).toContain('60 megapixels');
    expect(plainWord(new TypeError('x'))).toContain('Nothing was lost');
    expect(codeWord('closed')).toContain('No comments');
    expect(codeWord('of-a-later-version')).toContain('of-a-later-version');
  });
  it('tell what a notification is and where it leads', () => {
    expect(newsWords({ is: 'comment' })).toBe('commented on your post.');
    expect(newsWords({ is: 'of-a-later-version' })).toBe('did something new.');
    expect(newsRoute({ is: 'request', user: 'u' })).toBe('friends');
    expect(newsRoute({ is: 'reply', drop: 'd' })).toBe('post/d');
    expect(newsRoute({ is: 'accept', user: 'u' })).toBe('person/u');
    expect(newsRoute({ is: 'new' })).toBe('notifications');
  });
  it('tell how many get a post', () => {
    expect(whoGetsIt({ audience: 'friends', users: [] }, 4)).toBe('4 Friends get it');
    expect(whoGetsIt({ audience: 'friends', users: [] }, 0)).toBe('You have no Friends here yet');
    expect(whoGetsIt({ audience: 'chosen', users: ['a'] }, 4)).toBe('1 Friend gets it');
    expect(whoGetsIt({ audience: 'me', users: ['a'] }, 4)).toBe('Nobody else gets it');
  });
  it('of a notice are none where it is not known', () => {
    expect(noticeWords('to-facebook')?.title).toBe('To Facebook, this once');
    expect(noticeWords('something')).toBeNull();
    expect(noticeWords(null)).toBeNull();
  });
});
