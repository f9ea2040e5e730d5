import { describe, expect, test } from 'vitest';
import { refusal } from '../../../entrypoints/background/answer.ts';
import { NoIdentityError } from '../../../lib/actions/identity/secrets.ts';
import { PhotoError } from '../../../lib/actions/items/photos.ts';
import { NetworkFileError } from '../../../lib/crypto/network.ts';
import { PhraseError } from '../../../lib/crypto/phrase.ts';
import { FullError } from '../../../lib/db/full.ts';
import { ASK_CODES, AskError } from '../../../lib/messages/errors.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { CarrierError } from '../../../lib/route/carrier.ts';
import { NotInNetworkError, TooFewOperatorsError, UnreachableError } from '../../../lib/route/errors.ts';

const quota = new DOMException('full', 'QuotaExceededError');

describe('an error is answered as a code', () => {
  test.each([
    [new CommandError('name-taken'), 'name-taken'],
    [new AskError('gone'), 'gone'],
    [new UnreachableError('entry', 'timeout'), 'offline'],
    [new CarrierError('refused'), 'offline'],
    [new TooFewOperatorsError('x'), 'offline'],
    [new NotInNetworkError('x'), 'not-joined'],
    [new NoIdentityError('x'), 'no-identity'],
    [new NetworkFileError('signature', 'x'), 'forged'],
    [new NetworkFileError('authority', 'x'), 'forged'],
    [new NetworkFileError('expired', 'x'), 'expired'],
    [new NetworkFileError('malformed', 'x'), 'not-a-network'],
    [new PhraseError('word', 3), 'not-a-phrase'],
    [new PhotoError('too-large'), 'photo-too-large'],
    [new PhotoError('too-many-pixels'), 'too-many-pixels'],
    [quota, 'full'],
    [new FullError('full'), 'full'],
    [Object.assign(new Error('aborted'), { name: 'AbortError', inner: quota }), 'full'],
    [new Error('aborted', { cause: quota }), 'full'],
  ])('%s: %s', (error, code) => {
    const answer = refusal(error);
    expect(answer).toMatchObject({ error: { code } });
    expect(ASK_CODES).toContain(code);
  });

  test.each([
    [new Error('secret key 1234')],
    [new TypeError('secret key 1234')],
    ['secret key 1234'],
    [{ name: 'Error', message: 'secret key 1234', inner: { inner: null } }],
    [null],
    [undefined],
  ])('a fault of ours says nothing of itself', (error) => {
    expect(refusal(error)).toEqual({ error: { code: 'internal' } });
  });
});
