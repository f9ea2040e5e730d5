/** Who a post goes to. */
export interface Chosen {
  audience: 'friends' | 'chosen' | 'me';
  /** UserIDs (hex) of chosen Friends. */
  users: string[];
}
