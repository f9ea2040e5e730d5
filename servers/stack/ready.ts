import * as v from 'valibot';

const AGAIN_MS = 50;
const PATIENCE_MS = 60_000;
const bundle = v.object({
  bundle: v.object({ day: v.number(), network: v.object({ file: v.object({ number: v.number() }) }) }),
});

/** A door did not come to give the bundle of the day. */
export class DoorNotReadyError extends Error {
  override name = 'DoorNotReadyError';
}

/**
 * Resolves when each door gives the bundle of `day` with the network file of `number`: what users need first. Only
 * asking tells. A door nobody listens at is left out where `all` is false. Throws DoorNotReadyError after a minute.
 */
export async function untilBundles(
  doors: string[],
  day: number,
  number: number,
  all: boolean,
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  await Promise.all(
    doors.map(async (door) => {
      for (;;) {
        const given = await readBundle(door);
        if (given === 'nobody' && !all) return;
        if (typeof given === 'object' && given.day === day && given.number >= number) return;
        if (performance.now() > end)
          throw new DoorNotReadyError(`${door} does not give the bundle of the day`);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }),
  );
}

async function readBundle(door: string): Promise<{ day: number; number: number } | 'nobody' | 'not yet'> {
  let response: Response;
  try {
    response = await fetch(`${door}/v1/bundle`);
  } catch {
    return 'nobody';
  }
  const text = await response.text();
  if (!response.ok) return 'not yet';
  const given = v.safeParse(bundle, JSON.parse(text));
  if (!given.success) return 'not yet';
  return { day: given.output.bundle.day, number: given.output.bundle.network.file.number };
}
