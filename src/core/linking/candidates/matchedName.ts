import type { ConceptStore, ListsOf, StoredName } from '../../conceptStore/conceptStore.ts';
import type { TrigramOverlap } from '../../conceptStore/trigramIndex.ts';
import type { VectorMatch } from '../../conceptStore/vectorIndex.ts';
import { needsItsSpelling } from '../../mentionDetection/functionWords.ts';
import { morphemeKeyOfMention } from '../../vocabulary/morphemeKey.ts';
import { nameKey } from '../../vocabulary/nameKey.ts';
import { normalizeName } from '../../vocabulary/normalizeName.ts';
import type { CandidateGenerator } from '../candidate.ts';

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

/** The names of one store that have each mention for a spelling; they need no encoder. */
export async function findExactNames(
  store: ConceptStore,
  mentions: readonly string[],
): Promise<ListsOf<StoredName>> {
  const lists = await store.findByNormalizedName(mentions.map(normalizeName));
  return mentions.map((mention, i) =>
    (lists[i] ?? []).filter(
      ({ name, abbreviation }) => !abbreviation || !needsItsSpelling(name) || mention.trim() === name,
    ),
  );
}

/** Every name of one store that a generator proposes for each mention; list `i` belongs to `mentions[i]`. */
export async function findMatchedNames(
  store: ConceptStore,
  mentions: readonly MentionQuery[],
  generators: readonly CandidateGenerator[],
): Promise<ListsOf<MatchedName>> {
  const texts = mentions.map(({ text }) => text);
  const normalized = texts.map(normalizeName);
  const keys = texts.map(nameKey);
  const useNames = generators.includes('exact');
  const useLetters = generators.includes('lexical');
  const [exact, sameKey, sameMorphemes, lexical] = await Promise.all([
    useNames ? findExactNames(store, texts) : [],
    useNames ? store.findByNameKey(keys) : [],
    useLetters ? store.findByMorphemeKey(keys.map(morphemeKeyOfMention), namesOfSameMorphemes) : [],
    useLetters ? store.findByLetters(normalized, lexicalNames) : [],
  ]);

  const near = mentions.map(({ nearest }, i) => [...nearest, ...(lexical[i] ?? [])]);
  const nearNames = new Map(
    (await store.names([...new Set(near.flat().map(({ nameId }) => nameId))])).map((name) => [
      name.nameId,
      name,
    ]),
  );
  const found = mentions.map((_, i) => {
    const names = [...(exact[i] ?? []), ...(sameKey[i] ?? []), ...(sameMorphemes[i] ?? [])];
    const others = (near[i] ?? []).flatMap(({ nameId }) => nearNames.get(nameId) ?? []);
    return [...new Map([...names, ...others].map((name) => [name.nameId, name])).values()];
  });
  const [similarities, overlaps] = await Promise.all([
    measureSimilarities(store, mentions, found),
    useLetters
      ? store.compareLetters(found.map((names, i) => ({ normalizedName: normalized[i] ?? '', names })))
      : [],
  ]);
  return found.map((names, i) =>
    describeMatches(names, {
      exact: exact[i] ?? [],
      sameKey: sameKey[i] ?? [],
      sameMorphemes: sameMorphemes[i] ?? [],
      similarities: similarities[i] ?? new Map(),
      overlaps: overlaps[i] ?? [],
    }),
  );
}

/** For each mention the similarity of the names found for it, by their ids; those near it say it themselves. */
async function measureSimilarities(
  store: ConceptStore,
  mentions: readonly MentionQuery[],
  found: ListsOf<StoredName>,
): Promise<readonly ReadonlyMap<number, number>[]> {
  const similarities = mentions.map(
    ({ nearest }) => new Map(nearest.map(({ nameId, similarity }) => [nameId, similarity])),
  );
  const others = mentions.flatMap(({ vector }, i) => {
    const nameIds = (found[i] ?? [])
      .map(({ nameId }) => nameId)
      .filter((nameId) => similarities[i]?.has(nameId) === false);
    return vector && nameIds.length > 0 ? [{ i, vector, nameIds }] : [];
  });
  const compared = others.length === 0 ? [] : await store.compareVectors(others);
  others.forEach(({ i, nameIds }, row) => {
    nameIds.forEach((nameId, j) => similarities[i]?.set(nameId, compared[row]?.[j] ?? NaN));
  });
  return similarities;
}

/** What the generators say of the names found for one mention. */
interface Findings {
  readonly exact: readonly StoredName[];
  readonly sameKey: readonly StoredName[];
  readonly sameMorphemes: readonly StoredName[];
  readonly similarities: ReadonlyMap<number, number>;
  readonly overlaps: readonly TrigramOverlap[];
}

function describeMatches(
  found: readonly StoredName[],
  { exact, sameKey, sameMorphemes, similarities, overlaps }: Findings,
): MatchedName[] {
  const exactIds = new Set(exact.map(({ nameId }) => nameId));
  const keyIds = new Set(sameKey.map(({ nameId }) => nameId));
  const morphemeIds = new Set(sameMorphemes.map(({ nameId }) => nameId));
  const morphemeShare = 1 / new Set(sameMorphemes.map(({ conceptId }) => conceptId)).size;
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
