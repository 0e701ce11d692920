import { normalizeName } from '../vocabulary/normalizeName.ts';
import type { Dictionary } from './dictionaries/dictionary.ts';
import { searchedTexts, type EvaluationMention } from './corpora/corpus.ts';
import { rankOfHit } from './metrics/rankOfHit.ts';

/** What a dictionary says without any encoder. */
export interface DictionaryNames {
  /** Every text that the mention stands for is a name of the dictionary, up to case, punctuation and diacritics. */
  isExact(mention: EvaluationMention): boolean;
  /** Looking names up, and nothing else, finds a right concept: the floor that every linker starts from. */
  isFoundExactly(mention: EvaluationMention): boolean;
  /** No concept of the dictionary is right: the corpus says so, or the dictionary lacks the right one. */
  isNil(mention: EvaluationMention): boolean;
  /** Of the concept that is right; nothing where the dictionary lacks it. */
  goldName(mention: EvaluationMention): string | undefined;
}

export function readDictionaryNames({ concepts }: Dictionary): DictionaryNames {
  const idsByName = new Map<string, string[]>();
  const nameById = new Map<string, string>();
  for (const { ids, names } of concepts) {
    ids.forEach((id) => {
      nameById.set(id, nameById.get(id) ?? names[0] ?? id);
    });
    for (const normalized of new Set(names.map(normalizeName))) {
      const known = idsByName.get(normalized) ?? [];
      idsByName.set(normalized, known);
      known.push(...ids);
    }
  }
  const lookUp = (text: string): readonly string[] => idsByName.get(normalizeName(text)) ?? [];
  return {
    isExact: (mention) => searchedTexts(mention).every((text) => lookUp(text).length > 0),
    isFoundExactly: (mention) =>
      rankOfHit(
        mention.gold,
        searchedTexts(mention).map((text) => [lookUp(text)]),
      ) !== undefined,
    isNil: ({ gold }) => !gold.flat().some((id) => nameById.has(id)),
    goldName: ({ gold }) =>
      gold
        .flat()
        .map((id) => nameById.get(id))
        .find((name) => name !== undefined),
  };
}
