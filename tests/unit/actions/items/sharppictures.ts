import type { Pictures } from '../../../../lib/actions/service.ts';
import { encodePicture, PictureError } from '../../../../servers/pictures.ts';

const PHOTO = { input: 50_000_000, pixels: 100_000_000, side: 2048, output: 2_000_000 };

/** Pictures by sharp, as a browser does them in a sandboxed frame. */
export const pictures: Pictures = {
  async reencode(bytes) {
    try {
      return [await encodePicture(bytes, PHOTO)];
    } catch (cause) {
      if (!(cause instanceof PictureError)) throw cause;
      if (cause.message.includes('pixels')) throw new RangeError(cause.message, { cause });
      throw new TypeError(cause.message, { cause });
    }
  },
};
