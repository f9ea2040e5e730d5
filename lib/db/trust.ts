/** Rows of what this user trusts, and of what was caught. */

/** How far the ID log was searched for the own name; one row. */
export interface IdLogRow {
  key: 'log';
  /** Next index to look at. */
  names: number;
  looked: number;
}

/** Something to show until the user deals with it; no warning is ever silent. */
export interface WarningRow {
  id: string;
  /** root, name, account, device, fork, copy, epoch */
  is: string;
  when: number;
  user?: string;
  text?: string;
}

/** Signed things that prove somebody lied, as they came. */
export interface EvidenceRow {
  id: string;
  is: string;
  when: number;
  parts: unknown;
}

/** A setting, or a small state, by name. */
export interface SettingRow {
  key: string;
  value: unknown;
}

/** Where leaving stands: posts and entries go first, the name last; `stopped`: something was not reached. */
export type LeavingStep = 'items' | 'mailboxes' | 'vault' | 'name' | 'stopped';

/** Stores of this family; `network` is the route's: network file, bundle, guards. */
export const trustStores = {
  idLog: 'key',
  warnings: 'id, is, when',
  evidence: 'id, is, when',
  settings: 'key',
  network: 'key',
};
