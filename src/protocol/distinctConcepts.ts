import type { Candidate } from './messages.ts';

type Identified = Pick<Candidate, 'curie' | 'vocabulary' | 'sameAs'>;

/** Each concept once, where its best candidate stands, although several vocabularies may have it. */
export function distinctConcepts<C extends Identified>(candidates: readonly C[]): readonly C[] {
  const shown = new Set<string>();
  return candidates.filter((candidate) => {
    const isShown = shown.has(keyOf(candidate));
    [candidate, ...(candidate.sameAs ?? [])].forEach((same) => shown.add(keyOf(same)));
    return !isShown;
  });
}

/** The candidate's identifier and those that other vocabularies have for its concept, each once. */
export function identifiersOf({ curie, sameAs = [] }: Identified): readonly string[] {
  return [...new Set([curie, ...sameAs.map((same) => same.curie)])];
}

function keyOf({ curie, vocabulary }: Pick<Identified, 'curie' | 'vocabulary'>): string {
  return `${vocabulary} ${curie}`;
}
