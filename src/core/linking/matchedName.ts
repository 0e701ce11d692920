import type { ConceptStore, StoredName } from '../conceptStore/conceptStore.ts';
import type { VectorMatch } from '../conceptStore/vectorIndex.ts';
import { needsItsSpelling } from '../mentionDetection/functionWords.ts';
import { morphemeKey } from '../vocabulary/morphemeKey.ts';
import { nameKey } from '../vocabulary/nameKey.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';
import type { CandidateGenerator } from './candidate.ts';

/** A name of the store that some generator proposed for a mention, and what all of them say of it. */
export interface MatchedName {
  readonly name: StoredName;
  /** The mention itself, up to case, punctuation and diacritics. */
  readonly same: boolean;
  /** The mention up to inflection, spelling convention and word order. */
  readonly sameKey: boolean;
  /** The mention in other words of the same meaning: one part of as many concepts as have such a name, else 0. */
  readonly sameMorphemes: number;
  /** Cosine of the encoder's vectors; nothing for an abbreviation, which has no vector. */
  readonly semantic: number | undefined;
  /** Shares of letters in common, see `TrigramOverlap`. */
  readonly ofMention: number;
  readonly ofName: number;
}

/** How near the letters are, in [0, 1]: the similarity that `TrigramIndex.search` gives. */
export function lexicalSimilarity({ ofMention, ofName }: MatchedName): number {
  return Math.sqrt(ofMention * ofName);
}

/** A mention as it is searched. */
export interface MentionQuery {
  readonly text: string;
  /** Shape `[dimensions]`, unit length; nothing when the encoder is not asked. */
  readonly vector: Float32Array | undefined;
  /** The names nearest to the vector. */
  readonly nearest: readonly VectorMatch[];
}

/** Names that share letters are many, and few of them are meant. */
const lexicalNames = 16;
const namesOfSameMorphemes = 12;

/** The names of one store that have the mention for a spelling; they need no encoder. */
export function findExactNames(store: ConceptStore, mention: string): StoredName[] {
  const normalized = normalizeName(mention);
  return normalized === ''
    ? []
    : store
        .findByNormalizedName(normalized)
        .filter(
          ({ name, abbreviation }) => !abbreviation || !needsItsSpelling(name) || mention.trim() === name,
        );
}

/** Every name of one store that a generator proposes for the mention. */
export function findMatchedNames(
  store: ConceptStore,
  { text, vector, nearest }: MentionQuery,
  generators: readonly CandidateGenerator[],
): MatchedName[] {
  const normalized = normalizeName(text);
  const key = nameKey(text);
  const useLetters = generators.includes('lexical') && normalized !== '';
  const exact = generators.includes('exact') ? findExactNames(store, text) : [];
  const sameKey = generators.includes('exact') ? store.findByNameKey(key) : [];
  const sameMorphemes = useLetters ? store.findByMorphemeKey(morphemeKey(key), namesOfSameMorphemes) : [];
  const lexical = useLetters ? store.trigrams.search(normalized, lexicalNames) : [];

  const names = new Map<number, StoredName>();
  for (const name of [...exact, ...sameKey, ...sameMorphemes]) {
    names.set(name.nameId, name);
  }
  const others = [...nearest, ...lexical].map(({ nameId }) => nameId);
  for (const name of store.names([...new Set(others)].filter((nameId) => !names.has(nameId)))) {
    names.set(name.nameId, name);
  }
  const found = [...names.values()];
  const exactIds = new Set(exact.map(({ nameId }) => nameId));
  const keyIds = new Set(sameKey.map(({ nameId }) => nameId));
  const morphemeIds = new Set(sameMorphemes.map(({ nameId }) => nameId));
  const morphemeShare = 1 / new Set(sameMorphemes.map(({ conceptId }) => conceptId)).size;
  const similarities = new Map(nearest.map(({ nameId, similarity }) => [nameId, similarity]));
  const notNearest = found.map(({ nameId }) => nameId).filter((nameId) => !similarities.has(nameId));
  if (vector) {
    store.compareVectors(vector, notNearest).forEach((similarity, i) => {
      similarities.set(notNearest[i] ?? -1, similarity);
    });
  }
  const overlaps = useLetters ? store.trigrams.compare(normalized, found) : [];
  return found.map((name, i) => {
    const semantic = similarities.get(name.nameId) ?? NaN;
    return {
      name,
      same: exactIds.has(name.nameId),
      sameKey: keyIds.has(name.nameId),
      sameMorphemes: morphemeIds.has(name.nameId) ? morphemeShare : 0,
      semantic: Number.isNaN(semantic) ? undefined : semantic,
      ofMention: overlaps[i]?.ofQuery ?? 0,
      ofName: overlaps[i]?.ofName ?? 0,
    };
  });
}

/** A name that has the mention for a spelling, before any other generator is asked. */
export function toExactMatch(name: StoredName): MatchedName {
  return {
    name,
    same: true,
    sameKey: true,
    sameMorphemes: 1,
    semantic: undefined,
    ofMention: 0,
    ofName: 0,
  };
}
