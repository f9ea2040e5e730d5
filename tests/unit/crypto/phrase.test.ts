import { describe, expect, test } from 'vitest';
import { hex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { newPhrase, PhraseError, readPhrase, rootOf } from '../../../lib/crypto/phrase.ts';

const PHRASE = `${'abandon '.repeat(23)}art`;

/** The PhraseError a typed phrase gives. */
function refused(typed: string): PhraseError {
  try {
    readPhrase(typed);
  } catch (error) {
    if (error instanceof PhraseError) return error;
  }
  throw new Error('was not refused');
}

describe('a recovery phrase', () => {
  test('gives the BIP-39 seed’s first half (zero entropy, empty passphrase)', async () => {
    expect(hex(await rootOf(PHRASE))).toBe(
      '408b285c123836004f4b8842c89324c1f01382450c0d439af345ba7fc49acf70',
    );
  });

  test('is 24 words, new each time, and reads back', async () => {
    const [one, two] = [newPhrase(p), newPhrase(p)];
    expect(one.split(' ')).toHaveLength(24);
    expect(one).not.toBe(two);
    expect(readPhrase(one)).toBe(one);
    expect(await rootOf(one)).not.toEqual(await rootOf(two));
  });

  test('may be typed with capitals and any white space', async () => {
    const typed = `  ${PHRASE.toUpperCase().replaceAll(' ', ' \n\t')} \n`;
    expect(readPhrase(typed)).toBe(PHRASE);
    expect(await rootOf(typed)).toEqual(await rootOf(PHRASE));
  });

  test('with a word that is in no list names the place, not the word', () => {
    const error = refused(PHRASE.replace('abandon abandon abandon', 'abandon abandon abandom'));
    expect(error).toMatchObject({ reason: 'word', place: 3 });
    expect(error.message).not.toContain('abandom');
  });

  test('with a word too few or too many, or nothing', () => {
    expect(refused(PHRASE.slice(8)).reason).toBe('length');
    expect(refused(`${PHRASE} art`).reason).toBe('length');
    expect(refused('').reason).toBe('length');
  });

  test('with words of the list in another order', () => {
    expect(refused(`art ${'abandon '.repeat(23)}`).reason).toBe('checksum');
  });

  test('that is none is refused before any root is made', async () => {
    await expect(rootOf('art')).rejects.toThrow(PhraseError);
  });
});
