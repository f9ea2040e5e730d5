/** Deeds of Friends. */
export interface FriendDeeds {
  /** Asks the ID server whether a stranger who wrote is who their card says. */
  check: { user: string };
  /** Shares the Wall with a new Friend, as far back as the user said. */
  wall: { user: string };
}
