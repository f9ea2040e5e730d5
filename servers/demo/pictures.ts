import sharp from 'sharp';

const SUNSET = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000">
<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#203060"/><stop offset=".6" stop-color="#e07040"/><stop offset="1" stop-color="#402040"/></linearGradient></defs>
<rect width="1600" height="1000" fill="url(#s)"/><circle cx="800" cy="600" r="90" fill="#ffd080"/>
<path d="M0 760 L300 560 L520 740 L860 520 L1180 760 L1420 620 L1600 740 V1000 H0 Z" fill="#201828"/></svg>`;

/** A photo to post: a sunset, drawn here, as JPEG. */
export async function sunset(): Promise<Uint8Array> {
  return new Uint8Array(await sharp(new TextEncoder().encode(SUNSET)).jpeg({ quality: 90 }).toBuffer());
}
