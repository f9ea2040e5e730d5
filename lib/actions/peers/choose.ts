import type { Service } from '../service.ts';
import { tellAddresses } from './addresses.ts';
import { DELIVERIES, type Delivery } from './allowed.ts';

/**
 * Chooses with whom letters go from machine to machine. Friends who may no longer know where our helper is are told so,
 * those who may now are told where. RangeError for no such choice.
 */
export async function chooseDelivery(service: Service, args: { with: Delivery }): Promise<void> {
  if (!DELIVERIES.includes(args.with)) throw new RangeError('no such choice');
  await service.db.atomically(async () => {
    await service.db.settings.put({ key: 'delivery', value: args.with });
    await tellAddresses(service);
  });
}
