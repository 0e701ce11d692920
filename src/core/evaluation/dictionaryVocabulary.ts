import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Concept } from '../vocabulary/concept.ts';
import type { VocabularySource } from '../vocabulary/vocabularySource.ts';
import type { Dictionary, DictionaryConcept } from './dictionaries/dictionary.ts';

/** Raised when the readers make other concepts of the same file; stores of dictionaries are then rebuilt. */
const readerVersion = 1;
const idSeparator = '|';

/**
 * A dictionary as a vocabulary, so that the ordinary store is built of it and the ordinary linker measured. All
 * identifiers of a concept stand in its CURIE, as no other place is in every candidate. A dictionary does not tell
 * which names are abbreviations: all have vectors.
 * @param encoderFingerprint is in the id: each encoder has a store of its own, and none drives out another's.
 */
export function createDictionaryVocabulary(
  dictionary: Dictionary,
  encoderFingerprint: string,
): VocabularySource {
  const { file, sha256, concepts } = dictionary;
  const digest = createHash('sha256').update(`${readerVersion} ${sha256}`).digest('hex');
  const encoder = createHash('sha256').update(encoderFingerprint).digest('hex');
  return {
    description: {
      id: `dictionary-${digest.slice(0, 12)}-${encoder.slice(0, 8)}`,
      title: basename(file),
      version: sha256.slice(0, 12),
      licence: 'see the dictionary',
      source: file,
    },
    sourceSha256: digest,
    readConcepts: () => concepts.map(toConcept),
  };
}

/** The identifiers of a concept of such a vocabulary. */
export function conceptIdsOf(curie: string): readonly string[] {
  return curie.split(idSeparator);
}

function toConcept({ ids, names: [preferredName = '', ...others] }: DictionaryConcept): Concept {
  return {
    curie: ids.join(idSeparator),
    preferredName,
    synonyms: others.map((name) => ({ name, scope: 'exact', abbreviation: false })),
    semanticTypes: [],
  };
}
