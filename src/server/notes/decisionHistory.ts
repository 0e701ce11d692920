import type { TextRange } from '../../core/annotation/annotation.ts';

/** A decision, by what there was on the other side of it: before it when it was made, after it when it was undone. */
export interface Decision<Moment> {
  readonly moment: Moment;
  /** Where in the text of that moment it was made. */
  readonly at: TextRange;
}

/** What was decided in a note and can be undone, and what was undone and can be made again. */
export interface DecisionHistory<Moment> {
  readonly lastMade: Decision<Moment> | undefined;
  readonly lastUndone: Decision<Moment> | undefined;
  /** A decision was made; what was undone cannot be made again. */
  made(before: Decision<Moment>): void;
  /** The last decision was undone. */
  undone(after: Moment): void;
  /** The last one that was undone was made again. */
  madeAgain(before: Moment): void;
  clear(): void;
}

const mostDecisions = 500;

export function createDecisionHistory<Moment>(): DecisionHistory<Moment> {
  let past: readonly Decision<Moment>[] = [];
  let future: readonly Decision<Moment>[] = [];
  return {
    get lastMade() {
      return past.at(-1);
    },
    get lastUndone() {
      return future.at(-1);
    },
    made(before) {
      past = [...past, before].slice(-mostDecisions);
      future = [];
    },
    undone(after) {
      future = [...future, ...past.slice(-1).map(({ at }) => ({ at, moment: after }))];
      past = past.slice(0, -1);
    },
    madeAgain(before) {
      past = [...past, ...future.slice(-1).map(({ at }) => ({ at, moment: before }))];
      future = future.slice(0, -1);
    },
    clear() {
      past = [];
      future = [];
    },
  };
}
