import * as z from 'zod';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readConceptIds } from '../conceptIds.ts';
import type { DictionaryConcept, DictionaryContent } from './dictionary.ts';

const namesSchema = z.array(z.string());

/**
 * Reads a JSON object from identifiers to names, such as PhenoTagger's `id_word_map.json`. Identifiers with the very
 * same names are those of one concept: alternative identifiers stand there as keys of their own.
 */
export function readNameMap(json: Record<string, unknown>, file: string): DictionaryContent {
  const concepts = new Map<string, { ids: string[]; names: string[] }>();
  const problems: ImportProblem[] = [];
  for (const [id, value] of Object.entries(json)) {
    const names = namesSchema
      .safeParse(value)
      .data?.map((name) => name.trim())
      .filter((name) => name !== '');
    const ids = readConceptIds(id);
    if (names === undefined || names.length === 0 || ids.length === 0) {
      problems.push({ file, line: 1, message: `"${id}" has no list of names.` });
      continue;
    }
    const key = JSON.stringify([...names].sort());
    const concept = concepts.get(key) ?? { ids: [], names: [...new Set(names)] };
    concepts.set(key, concept);
    concept.ids.push(...ids);
  }
  return { concepts: [...concepts.values()] satisfies DictionaryConcept[], problems };
}
