/** Heights of frames come in steps of so many px: what is inside is not told to the pixel. */
export const STEP = 16;

/** The height a frame asks for: the next step over what it needs, within what may be asked for. */
export function inSteps(height: number): number {
  return Math.min(20_000, Math.max(STEP, Math.ceil(height / STEP) * STEP));
}
