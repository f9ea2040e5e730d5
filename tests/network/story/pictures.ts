import sharp from 'sharp';
import type { Picture, Pictures } from '../../../lib/actions/service.ts';

const SIZES = [2048, 480];
const MOST_PIXELS = 50_000_000;

/** Pictures as the extension's sandboxed frame makes them, here by sharp. */
export function testPictures(): Pictures {
  return {
    reencode: async (bytes) => {
      const out: Picture[] = [];
      for (const size of SIZES) {
        try {
          const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
            .rotate()
            .resize(size, size, { fit: 'inside', withoutEnlargement: true })
            .webp()
            .toBuffer({ resolveWithObject: true });
          out.push({
            type: 'image/webp',
            width: info.width,
            height: info.height,
            bytes: Uint8Array.from(data),
          });
        } catch {
          throw new TypeError('not a picture');
        }
      }
      return out;
    },
  };
}
