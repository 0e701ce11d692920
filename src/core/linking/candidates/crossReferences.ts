import type { Curie } from '../../vocabulary/concept.ts';
import { candidateKey, type Candidate } from '../candidate.ts';

/** A candidate, and the identifiers that its concept has elsewhere. */
export interface ReferringCandidate {
  readonly candidate: Candidate;
  readonly crossReferences: readonly Curie[];
}

/**
 * The candidates as they are, each with those that are its concept in another vocabulary, by a cross reference of
 * either. Of several in one vocabulary that refer to the same concept the first, which is the likeliest, is taken.
 * @param referring best first.
 */
export function relateCrossReferenced(referring: readonly ReferringCandidate[]): Candidate[] {
  const groups: ReferringCandidate[][] = [];
  for (const one of referring) {
    const group = groups.find(
      (others) =>
        others.every(({ candidate }) => candidate.vocabulary !== one.candidate.vocabulary) &&
        others.some((other) => refersTo(one, other) || refersTo(other, one)),
    );
    if (group) {
      group.push(one);
    } else {
      groups.push([one]);
    }
  }
  const groupOf = new Map(
    groups.flatMap((group) => group.map(({ candidate }) => [candidate, group] as const)),
  );
  return referring.map(({ candidate }) => {
    const others = (groupOf.get(candidate) ?? [])
      .filter((other) => other.candidate !== candidate)
      .map((other) => ({ curie: other.candidate.curie, vocabulary: other.candidate.vocabulary }));
    return others.length === 0
      ? candidate
      : { ...candidate, sameAs: [...(candidate.sameAs ?? []), ...others] };
  });
}

function refersTo({ crossReferences }: ReferringCandidate, { candidate }: ReferringCandidate): boolean {
  return crossReferences.includes(candidate.curie);
}

/** Finds the cross references of candidates that were made anew from those that had them. */
export function createReferenceFinder(
  referring: readonly ReferringCandidate[],
): (candidate: Candidate) => ReferringCandidate {
  const known = new Map(
    referring.map(({ candidate, crossReferences }) => [candidateKey(candidate), crossReferences]),
  );
  return (candidate) => ({ candidate, crossReferences: known.get(candidateKey(candidate)) ?? [] });
}
