/** Why a carrier brought nothing back. `refused`: the door is there and does not take it (413, 403, 404, 503, or too long an answer). */
export type CarrierFault = 'unreachable' | 'refused' | 'timeout';

/** The door gave nothing that can be used; whether the envelope was passed on is not known. */
export class CarrierError extends Error {
  override name = 'CarrierError';
  readonly fault: CarrierFault;
  constructor(fault: CarrierFault, options?: ErrorOptions) {
    super(`door ${fault}`, options);
    this.fault = fault;
  }
}

/** Sealed bytes out, sealed bytes back (DESIGN section 2, "Carrier"): the background's own fetch, or the helper's client. */
export interface Carrier {
  /** Posts an envelope at a door (its URL in the network file); resolves with the answer frame. Throws CarrierError. */
  post(door: string, bytes: Uint8Array): Promise<Uint8Array>;
  /** Fetches a public thing, e.g. `/v1/bundle`. Throws CarrierError. */
  get(door: string, path: string): Promise<Uint8Array>;
}
