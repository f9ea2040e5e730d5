import type { Frame, Page } from 'puppeteer-core';
import sharp from 'sharp';

/** The colour (r,g,b) just inside the upper left corner of a frame as it is drawn, and that of the page just beside it. */
export async function groundOf(page: Page, frame: Frame): Promise<{ inside: string; beside: string }> {
  const element = await frame.frameElement();
  const box = await element?.boundingBox();
  if (box == null) throw new Error('the frame is not shown');
  const picture = await page.screenshot();
  const at = async (x: number, y: number): Promise<string> => {
    const pixel = { left: Math.round(x), top: Math.round(y), width: 1, height: 1 };
    return [...(await sharp(picture).extract(pixel).removeAlpha().raw().toBuffer())].join();
  };
  return { inside: await at(box.x + 1, box.y + 1), beside: await at(box.x - 2, box.y + 1) };
}
