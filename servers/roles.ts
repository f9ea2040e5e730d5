import type * as v from 'valibot';
import type { Role } from '../lib/protocol/network.ts';
import type { RoleContext, RunningRole } from './context.ts';

/** What a role's main.ts exports. */
export interface RoleModule {
  /** Schema of the role's own settings; an empty object must do. What it makes of them is the context's `settings`. */
  readonly settings: v.GenericSchema;
  start(context: RoleContext): Promise<RunningRole>;
}

const MODULES: Record<Role, () => Promise<RoleModule>> = {
  id: () => import('./id/main.ts'),
  ad: () => import('./ads/main.ts'),
  content: () => import('./content/main.ts'),
  entry: () => import('./anonymizer/main.ts'),
  exit: () => import('./anonymizer/main.ts'),
};

/** The program of a role; loaded when it is needed, so that a process has its own role's code alone. */
export function loadRole(role: Role): Promise<RoleModule> {
  return MODULES[role]();
}
