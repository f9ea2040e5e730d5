/** What can be done with a post from its menu. */
export type Deed = 'edit' | 'delete' | 'reactors' | 'versions' | 'report' | 'copy' | 'home' | 'again';
