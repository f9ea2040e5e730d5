/** Deeds of the vault: each with its arguments. */
export interface VaultDeeds {
  /** Brings what changed in the database to the vault at a content server (id, hex). */
  vault: { server: string };
}
