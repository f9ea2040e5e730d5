/**
 * Name of the one member of `storage.local`: somebody has a registered name in this browser. It lies outside the database,
 * so that a database the browser threw away is not taken for a new beginning. Nothing else is said in it.
 */
export const IN_USE = 'inUse';
