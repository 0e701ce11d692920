import { functionWords } from '../../mentionDetection/functionWords.ts';
import { findWords } from '../../mentionDetection/words.ts';
import { singularWord } from '../../vocabulary/singularWord.ts';
import type { WholeMention } from './linkedMention.ts';
import weights from './mentionWeights.json' with { type: 'json' };

/** A span of a sentence that may mean a concept, and by what it was searched. */
export interface SearchedMention extends WholeMention {
  readonly sentence: string;
  /** Whether it is exactly somebody's name. */
  readonly named: boolean;
  /** Whether it may be searched by its meaning. */
  readonly phrase: boolean;
}

/** What tells whether a span is a mention, or only words that are near to some concept's name. */
export const mentionFeatures = [
  ...['bias', 'logOdds', 'lexical', 'semantic', 'named', 'letters', 'meaning', 'runnerUp'],
  ...['words', 'oneWord', 'manyWords', 'length', 'short', 'functionWords', 'withFunctionWord', 'numbers'],
  ...['wordBefore', 'wordAfter', 'exactWordBefore', 'exactWordAfter', 'hyphenBefore', 'hyphenAfter'],
  ...['headInName', 'exactWithoutHead', 'ofMention', 'ofName', 'ofMentionSemantic', 'parts'],
  ...['abbreviation', 'writtenOut', 'undefinedAbbreviation', 'lowerCase'],
  ...['endsPlural', 'endsIng', 'endsEd', 'endsAdjective', 'beginsEd', 'beginsAdverb'],
] as const;

const weightOf: Readonly<Record<string, number>> = weights;

/** The probability that somebody who annotates would mark the span, by a logistic regression (`scripts/fitMentions.ts`). */
export function mentionLikelihood(mention: SearchedMention): number {
  const features = describeMention(mention);
  const logOdds = features.reduce(
    (sum, value, i) => sum + value * (weightOf[mentionFeatures[i] ?? ''] ?? 0),
    0,
  );
  return 1 / (1 + Math.exp(-logOdds));
}

/** Values in the order of `mentionFeatures`. */
export function describeMention(mention: SearchedMention): number[] {
  const { text, expansion, named, candidates, parts } = mention;
  const [first, second] = candidates;
  const score = Math.min(0.99, Math.max(0.01, first?.score ?? 0));
  const { matchType = 'semantic', matchedName = '', evidence = {} } = first ?? {};
  const written = findWords(text).map((word) => word.text.toLowerCase());
  const words = findWords(expansion ?? text).map((word) => singularWord(word.text.toLowerCase()));
  const ofName = findWords(matchedName).map((word) => singularWord(word.text.toLowerCase()));
  const inName = (word: string): boolean => ofName.some((other) => isAlike(word, other));
  const share = (some: readonly string[], test: (word: string) => boolean): number =>
    some.filter(test).length / Math.max(1, some.length);
  const ofMention = share(words, inName);
  const hasHead = inName(words.at(-1) ?? '');
  const [begin = '', end = ''] = [written[0], written.at(-1)];
  const functionCount = written.filter((word) => functionWords.has(word)).length;
  const { before, after } = neighbours(mention);
  const isExact = matchType === 'exact';
  const isAbbreviation = /^[\p{Lu}\p{N}-]{2,6}s?$/u.test(text);
  return [
    ...[1, Math.log(score / (1 - score)), matchType === 'lexical', matchType === 'semantic', named],
    ...[evidence.lexical ?? 0, evidence.semantic ?? 0.8, second?.score ?? 0],
    ...[written.length, written.length === 1, written.length >= 5, text.length / 10, text.length <= 3],
    ...[functionCount, functionCount > 0, written.some((word) => /^\p{N}+$/u.test(word))],
    ...[before.isWord, after.isWord, isExact && before.isWord, isExact && after.isWord],
    ...[before.isHyphen, after.isHyphen, hasHead, isExact && !hasHead, ofMention],
    ...[share(ofName, (name) => words.some((word) => isAlike(word, name)))],
    ...[matchType === 'semantic' ? ofMention : 0, parts !== undefined],
    ...[isAbbreviation, expansion !== undefined, isAbbreviation && expansion === undefined],
    ...[text === text.toLowerCase(), end.endsWith('s'), end.endsWith('ing'), end.endsWith('ed')],
    ...[/(?:al|ic|ous|ive|ar|ant|ent|ly|able)$/u.test(end), begin.endsWith('ed'), begin.endsWith('ly')],
  ].map(Number);
}

/** The same word, or two of one beginning ("renal", "renally"). */
function isAlike(a: string, b: string): boolean {
  const beginning = 5;
  return (
    a === b ||
    (a.length >= beginning && b.length >= beginning && a.slice(0, beginning) === b.slice(0, beginning))
  );
}

interface Neighbour {
  /** Whether it may belong to the same phrase. */
  readonly isWord: boolean;
  readonly isHyphen: boolean;
}

const wordBefore = /([\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*)(?:\s{1,2}|[-‐‑/])$/u;
const wordAfter = /^(?:\s{1,2}|[-‐‑/])([\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*)/u;
const longestWord = 40;

function neighbours({ sentence, start, end }: SearchedMention): { before: Neighbour; after: Neighbour } {
  const before = sentence.slice(Math.max(0, start - longestWord), start);
  const after = sentence.slice(end, end + longestWord);
  const isWord = (word: string | undefined): boolean =>
    word !== undefined && !functionWords.has(word.toLowerCase());
  return {
    before: { isWord: isWord(wordBefore.exec(before)?.[1]), isHyphen: /[-‐‑]$/u.test(before) },
    after: { isWord: isWord(wordAfter.exec(after)?.[1]), isHyphen: /^[-‐‑]/u.test(after) },
  };
}
