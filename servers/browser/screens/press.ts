import type { Frame, Locator } from 'playwright-core';
import { until } from '../until.ts';

/**
 * Presses a button of what cannot be undone. A frame that was not yet proved to be seen refuses, and says so: then one
 * looks again and repeats it, as a person does.
 */
export async function pressSurely(place: Frame, button: Locator): Promise<void> {
  const refused = place.getByRole('alert').filter({ hasText: 'Something covered Peerwall' });
  await until('a press that was taken', async () => {
    if (place.isDetached()) return true;
    await button.click({ timeout: 5000 });
    const gone = button.waitFor({ state: 'detached', timeout: 10_000 }).then(() => true);
    const again = refused.waitFor({ timeout: 10_000 }).then(() => false);
    return await Promise.any([gone, again]);
  });
}
