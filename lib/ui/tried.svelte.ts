import { plainWord } from './plainwords.ts';

/** The last thing that was tried: why it was not done, in plain words; empty where it was. */
export class Tried {
  problem = $state('');

  /** Waits for an act and answers whether it was done; what it throws becomes the problem. */
  async one(act: Promise<unknown>): Promise<boolean> {
    this.problem = '';
    try {
      await act;
      return true;
    } catch (error) {
      this.problem = plainWord(error);
      return false;
    }
  }
}
