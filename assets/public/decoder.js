// Decodes pictures in a document of its own, without an origin, a network or a database: a fault in a decoder stops here.
// It speaks through the one port it is given, and hears nothing else.

const QUALITY = 0.85;

/**
 * @typedef {object} Wish What is asked: bytes of a file, and the longest sides (px) wanted, largest first.
 * @property {number} id
 * @property {ArrayBuffer} bytes
 * @property {string} type
 * @property {number[]} sides
 * @property {string} as The type to become.
 */

/**
 * Draws a picture no larger than `side` on its longer side, upright, and encodes it anew.
 * @param {ImageBitmap} picture
 * @param {number} side
 * @param {string} as
 * @returns {Promise<{type: string, width: number, height: number, bytes: ArrayBuffer}>}
 */
async function encode(picture, side, as) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const drawn = canvas.getContext('2d');
  if (drawn === null) throw new TypeError('no canvas');
  if (as === 'image/jpeg') {
    drawn.fillStyle = 'white';
    drawn.fillRect(0, 0, width, height);
  }
  drawn.imageSmoothingQuality = 'high';
  drawn.drawImage(picture, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: as, quality: QUALITY });
  return { type: blob.type, width, height, bytes: await blob.arrayBuffer() };
}

/**
 * @param {Wish} wish
 */
async function decode({ bytes, type, sides, as }) {
  const picture = await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: 'from-image' });
  try {
    const sizes = [];
    for (const side of sides) {
      const size = await encode(picture, side, as);
      if (sizes.every(({ width }) => width !== size.width)) sizes.push(size);
    }
    return sizes;
  } finally {
    picture.close();
  }
}

/**
 * @param {MessagePort} port
 */
function serve(port) {
  port.onmessage = async ({ data }) => {
    try {
      const sizes = await decode(data);
      port.postMessage(
        { id: data.id, sizes },
        sizes.map(({ bytes }) => bytes),
      );
    } catch {
      port.postMessage({ id: data.id, fault: 'not-a-photo' });
    }
  };
  port.postMessage({ ready: true });
}

/**
 * @param {MessageEvent} event
 */
function meet(event) {
  const [port] = event.ports;
  if (event.source !== window.parent || port === undefined) return;
  window.removeEventListener('message', meet);
  serve(port);
}

window.addEventListener('message', meet);
