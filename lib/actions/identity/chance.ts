import { readU32 } from '../../bytes.ts';
import type { Service } from '../service.ts';

/** A whole number from 0 up to `below`, without it; 0 where that is 0. */
export function chance(service: Service, below: number): number {
  return Math.floor((readU32(service.random(4)) / 2 ** 32) * below);
}
