import type { Handler } from '../letters/handler.ts';
import { keepAddresses } from '../peers/addresses.ts';

/** A Friend's device is reached elsewhere now, or by its mailbox alone. */
export const onAddress: Handler<'address'> = async (service, { device }, event) =>
  await keepAddresses(service, device, event);
