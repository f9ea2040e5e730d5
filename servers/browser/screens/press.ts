import type { Frame, Locator } from 'playwright-core';
import { until } from '../until.ts';

/**
 * Presses a button in a frame of ours. The mouse goes where the button was a moment ago: where the page moved its frame
 * since, as when a post arrives above it, nobody hears the press. Then one presses again, as a person does.
 */
export async function press(button: Locator): Promise<void> {
  await until('a press that arrives', async () => {
    const frame = await (await button.elementHandle())?.ownerFrame();
    const before = await frame?.evaluate(countPresses);
    await button.click();
    // a frame that is gone has heard it
    const after = await frame?.evaluate(countPresses).catch(() => undefined);
    return after === undefined || after !== before;
  });
}

function countPresses(): number {
  const counting = globalThis as { presses?: number };
  if (counting.presses === undefined) {
    counting.presses = 0;
    const count = () => {
      counting.presses = (counting.presses ?? 0) + 1;
    };
    addEventListener('click', count, true);
  }
  return counting.presses;
}

/**
 * Presses a button of what cannot be undone. A frame that was not yet proved to be seen refuses, and says so: then one
 * looks again and repeats it, as a person does.
 */
export async function pressSurely(place: Frame, button: Locator): Promise<void> {
  const refused = place.getByRole('alert').filter({ hasText: 'Something covered Peerwall' });
  await until('a press that was taken', async () => {
    if (place.isDetached()) return true;
    await press(button);
    const gone = button.waitFor({ state: 'detached', timeout: 10_000 }).then(() => true);
    const again = refused.waitFor({ timeout: 10_000 }).then(() => false);
    return await Promise.any([gone, again]);
  });
}
