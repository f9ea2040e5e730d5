import { createHash, createPublicKey } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate for the replica, PEM, kept in memory only. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** base64 SHA-256 of the public key, as Chromium's --ignore-certificate-errors-spki-list wants it. */
  readonly spki: string;
}

/** Makes a fresh self-signed certificate for facebook.com and its subdomains, good for a week. */
export async function makeCertificate(): Promise<Certificate> {
  const names = ['www.facebook.com', 'facebook.com', '*.facebook.com', 'localhost'];
  const made = await generate([{ name: 'commonName', value: 'www.facebook.com' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 7 * 24 * 3600_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
  });
  const spki = createPublicKey(made.cert).export({ type: 'spki', format: 'der' });
  return { key: made.private, cert: made.cert, spki: createHash('sha256').update(spki).digest('base64') };
}
