import { CardError } from '../../crypto/card.ts';
import { CommandError, MalformedError } from '../../protocol/errors.ts';
import type { Service } from '../service.ts';
import type { Sender } from './handler.ts';
import { receive } from './receive.ts';

const WRONG = [MalformedError, CardError, CommandError, RangeError, TypeError];

/**
 * Reads a sealed letter; one that says something wrongly is passed over like a forged one, so that it keeps none behind it
 * from being read. False where it is none this device can open. Throws what the database throws.
 */
export async function takeIn(service: Service, box: Sender['box'], sealed: Uint8Array): Promise<boolean> {
  try {
    return await receive(service, box, sealed);
  } catch (error) {
    if (!WRONG.some((kind) => error instanceof kind)) throw error;
    return true;
  }
}
