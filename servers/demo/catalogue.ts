import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const CATALOGUE = `# What the ad server of the demo network shows: inert text, a picture, a plain link.
campaigns:
  - id: night-trains
    advertiser: Night Trains
    text: Wake up where the mountains are. Night trains from 39.
    link: https://night-trains.example/
    picture: train.png
    keywords: [travel]
    from: 2026-01-01
    until: 2036-01-01
    budget: 100000
  - id: seed-library
    advertiser: The Seed Library
    text: Borrow seeds in spring, bring some back in autumn.
    link: https://seed-library.example/
    from: 2026-01-01
    until: 2036-01-01
    budget: 100000
`;

const TRAIN = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="420"><rect width="800" height="420" fill="#14213d"/>
<circle cx="660" cy="90" r="40" fill="#fce9b8"/><path d="M0 330 L200 180 L360 300 L520 160 L800 330 Z" fill="#22345c"/>
<rect x="60" y="280" width="520" height="80" rx="14" fill="#c1443c"/><g fill="#ffe08a"><rect x="90" y="300" width="60" height="28"/><rect x="180" y="300" width="60" height="28"/><rect x="270" y="300" width="60" height="28"/><rect x="360" y="300" width="60" height="28"/><rect x="450" y="300" width="60" height="28"/></g><rect y="366" width="800" height="6" fill="#8d99ae"/></svg>`;

/** Writes the demo's catalogue of ads with its picture into a folder; the catalogue's path. */
export async function writeCatalogue(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'catalogue.yaml');
  await sharp(new TextEncoder().encode(TRAIN)).png().toFile(join(folder, 'train.png'));
  await writeFile(file, CATALOGUE);
  return file;
}
