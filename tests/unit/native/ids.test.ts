import { createHash, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHROMIUM_ID, CHROMIUM_KEY, FIREFOX_ID, HOST_NAME } from '../../../lib/native/ids.ts';

describe('ids of the extension', () => {
  it('the id of Chromium is that of the key in the manifest', () => {
    const der = Buffer.from(CHROMIUM_KEY, 'base64');
    expect(der.toString('base64')).toBe(CHROMIUM_KEY);
    const digest = createHash('sha256').update(der).digest('hex').slice(0, 32);
    const letters = digest.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
    expect(CHROMIUM_ID).toBe(letters);
  });

  it('the key is an RSA key that a browser takes', () => {
    const key = createPublicKey({ key: Buffer.from(CHROMIUM_KEY, 'base64'), format: 'der', type: 'spki' });
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('the names have the form the browsers demand', () => {
    expect(FIREFOX_ID).toMatch(/^[\w.-]+@[\w.-]+$/);
    expect(HOST_NAME).toMatch(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/);
  });
});
