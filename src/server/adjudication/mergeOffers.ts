import { basename } from 'node:path';
import { describeOutcome, type MergeOutcome } from '../../protocol/adjudicationMessages.ts';

interface MergeOfferOptions {
  readonly isInConflict: (notePath: string) => Promise<boolean>;
  /** Tells the user; whether they chose the action. */
  readonly ask: (message: string, action: string) => Promise<boolean>;
  readonly merge: (notePath: string) => Promise<MergeOutcome>;
  readonly tell: (message: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Offers to merge annotation files in which git left two versions, each once for as long as it is so. */
export interface MergeOffers {
  /** The note was opened, or its annotation file may have changed. */
  check(notePath: string): void;
}

export function createMergeOffers({
  isInConflict,
  ask,
  merge,
  tell,
  onError,
}: MergeOfferOptions): MergeOffers {
  const told = new Set<string>();
  const offer = async (notePath: string): Promise<void> => {
    if (!(await isInConflict(notePath))) {
      told.delete(notePath);
      return;
    }
    if (told.has(notePath)) {
      return;
    }
    told.add(notePath);
    const message = `A merge left two versions of the annotations of ${basename(notePath)}. Until they are merged nothing is written to them.`;
    if (await ask(message, 'Merge…')) {
      tell(describeOutcome(await merge(notePath)));
    }
  };
  return {
    check(notePath) {
      offer(notePath).catch(onError);
    },
  };
}
