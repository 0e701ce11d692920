import type { Concept } from '../../../src/core/vocabulary/concept.ts';
import type { VocabularySource } from '../../../src/core/vocabulary/vocabularySource.ts';

export async function readAllConcepts(source: VocabularySource): Promise<Concept[]> {
  const concepts: Concept[] = [];
  for await (const concept of source.readConcepts()) {
    concepts.push(concept);
  }
  return concepts;
}
