import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { signAd } from '../../lib/crypto/ad.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { tagged } from '../../lib/crypto/tagged.ts';
import type { Ad, AdBody } from '../../lib/protocol/ad.ts';
import { AD_PICTURE, encodePicture, type Picture, PictureError } from '../pictures.ts';
import { readYaml } from '../yaml.ts';
import { type AdTables, type Campaign, catalogueShape } from './campaign.ts';

/** A campaign ready to be shown. */
export interface Listed {
  readonly campaign: Campaign;
  /** 16 bytes: the ad's id on the wire. */
  readonly id: Uint8Array;
  readonly picture: Picture | null;
}

const files = v.looseObject({
  campaigns: v.optional(v.array(v.looseObject({ picture: v.optional(v.unknown()) })), []),
});

/**
 * Reads a catalogue file and its pictures. Throws ConfigError that names the first thing refused with its line, and why:
 * what is not inert, not in the tables (`tables` null: not known, not looked at), or not a picture.
 */
export async function readCatalogue(file: string, tables: AdTables | null): Promise<Listed[]> {
  const { campaigns: first } = await readYaml(file, files);
  const pictures = new Map<string, Picture | string>();
  for (const { picture } of first)
    if (typeof picture === 'string' && !pictures.has(picture))
      pictures.set(picture, await readPicture(resolve(dirname(file), picture)));
  const fault = (name: string) => {
    const read = pictures.get(name);
    return typeof read === 'string' ? read : null;
  };
  const { campaigns } = await readYaml(file, catalogueShape(tables, fault));
  return campaigns.map((campaign) => {
    const picture = pictures.get(campaign.picture ?? '');
    const id = tagged(p, 'campaign', campaign.id).slice(0, 16);
    return { campaign, id, picture: typeof picture === 'object' ? picture : null };
  });
}

/** The ad of a campaign, signed by the ad server's identity seed. */
export function adOf(seed: Uint8Array, { campaign, id, picture }: Listed): Ad {
  const { advertiser, text, link, from, until } = campaign;
  const body: AdBody = { id, advertiser, text, link, from, until, ...(picture === null ? {} : { picture }) };
  return signAd(p, seed, body);
}

/** The re-encoded picture, or why it is refused. */
async function readPicture(file: string): Promise<Picture | string> {
  try {
    return await encodePicture(await readSome(file, AD_PICTURE.input + 1), AD_PICTURE);
  } catch (error) {
    if (error instanceof PictureError) return error.message;
    return 'cannot be read';
  }
}

/** The first bytes of a file, `most` at most: a file of gigabytes is not taken into memory to be refused. */
async function readSome(file: string, most: number): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(new Uint8Array(Math.min(size, most)), 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
