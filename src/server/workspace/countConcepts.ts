import type { ConceptCount } from '../../protocol/viewMessages.ts';
import type { NoteCounts } from './noteCounts.ts';

/** Every concept of the notes, the most frequent first. */
export function countConcepts(notes: readonly NoteCounts[]): readonly ConceptCount[] {
  const counts = new Map<string, { preferredName: string; mentions: number; notes: number }>();
  for (const { concepts } of notes) {
    for (const [curie, { preferredName, mentions }] of concepts) {
      const known = counts.get(curie) ?? { preferredName, mentions: 0, notes: 0 };
      known.mentions += mentions;
      known.notes += 1;
      counts.set(curie, known);
    }
  }
  return [...counts]
    .map(([curie, count]) => ({ curie, ...count }))
    .sort((a, b) => b.mentions - a.mentions || (a.curie < b.curie ? -1 : 1));
}
