import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import type { OwnPlace } from '../../vocabulary/own/ownPlace.ts';
import { readOwnVocabulary } from '../../vocabulary/own/readOwnVocabulary.ts';
import type { VocabularySource } from '../../vocabulary/vocabularySource.ts';

export interface OwnSourcesOptions {
  /** In order of preference; asked anew each time, since workspace folders come and go. */
  places(): readonly OwnPlace[];
  /** What is wrong with a table, told once for as long as it is the same. */
  onProblems?(problems: readonly ImportProblem[]): void;
}

/** Reads the users' own concepts: those of each place that has any. */
export function createOwnSources({
  places,
  onProblems,
}: OwnSourcesOptions): () => Promise<readonly VocabularySource[]> {
  const told = new Map<string, string>();
  return async () => {
    const vocabularies = await Promise.all(
      places().map(async (place) => ({ place, vocabulary: await readOwnVocabulary(place) })),
    );
    for (const { place, vocabulary } of vocabularies) {
      const problems = JSON.stringify(vocabulary.problems);
      if (vocabulary.problems.length > 0 && told.get(place.file) !== problems) {
        onProblems?.(vocabulary.problems);
      }
      told.set(place.file, problems);
    }
    return vocabularies.flatMap(({ vocabulary }) => vocabulary.source ?? []);
  };
}
