import type { NetworkFile, Role } from '../../lib/protocol/network.ts';

/** An operator of the stack: who it is and what it runs. */
export interface OperatorPlan {
  id: string;
  name: string;
  roles: Role[];
  /** Bytes its nats-server may take on disk; default: what is free. */
  maxStoreBytes?: number;
}

/** The five of the built-in network: one authority, two content companies, two that run anonymizers alone. */
export const FIVE_OPERATORS: OperatorPlan[] = [
  { id: 'authority', name: 'Authority', roles: ['id', 'ad'] },
  { id: 'north', name: 'North', roles: ['content', 'entry', 'exit'] },
  { id: 'south', name: 'South', roles: ['content', 'entry', 'exit'] },
  { id: 'east', name: 'East', roles: ['entry', 'exit'] },
  { id: 'west', name: 'West', roles: ['entry', 'exit'] },
];

/** What a network decides for itself (wire 5). */
export type NetworkTerms = Pick<
  NetworkFile,
  'name' | 'minimumAge' | 'smallNetwork' | 'signupBits' | 'strangerBits' | 'cells' | 'keywords' | 'promises'
>;

/** The terms of the built-in network. */
export const LOCAL_TERMS: NetworkTerms = {
  name: 'Local network',
  minimumAge: 13,
  smallNetwork: 100,
  signupBits: 12,
  strangerBits: 12,
  cells: ['north-young', 'north-adult', 'south-young', 'south-adult'],
  keywords: [
    'books',
    'cooking',
    'cycling',
    'film',
    'garden',
    'music',
    'photography',
    'science',
    'sport',
    'travel',
  ],
  promises:
    'Five operators on one machine: for trying out and for tests. Whoever runs the machine runs all of them, so nothing here is hidden from its owner.',
};
