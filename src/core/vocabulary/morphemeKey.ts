import { LRUCache } from 'lru-cache';
import { morphemes } from './morphemes.ts';

/**
 * A key that names share which say the same with other words of the same meaning: "nephropathy", "renal disorder" and
 * "kidney disease"; "cardiomegaly" and "cardiac enlargement"; "dyskinetic" and "dyskinesia". Words are taken apart
 * into combining forms of known meaning, as MorphoSaurus does for retrieval (Markó, Schulz and Hahn, Methods Inf Med
 * 2005), and what is left is reduced to its stem. Much weaker evidence than an equal name or `nameKey`: a heart defect
 * is not any heart disease.
 * @param key as `nameKey` gives it; its words are singular, in American spelling.
 */
export function morphemeKey(key: string): string {
  const meanings = key.split(' ').flatMap(meaningsOf);
  const isContrary = contraries.some((pair) => pair.every((meaning) => meanings.includes(meaning)));
  return (isContrary ? meanings : [...new Set(meanings)].sort()).join(' ');
}

/** What of a kind of disease tells nothing but that it is inherited; "human" tells nothing at all. */
const inheritance =
  /^(?:autosomal|dominant(?:ly)?|genetic(?:ally)?|hereditary|heritable|inborn|inherited|linked|mendelian|monogenic|recessive(?:ly)?|x)$/u;
const kind = /^(?:condition|disease|disorder|human|illness|trait)$/u;

/**
 * As `morphemeKey`, for a mention: what names no disease but how it is inherited ("autosomal dominant disorder",
 * "inherited human disease") is any hereditary one.
 */
export function morphemeKeyOfMention(key: string): string {
  const words = key.split(' ');
  const others = words.filter((word) => !inheritance.test(word));
  const isKind = others.length > 0 && others.length < words.length && others.every((word) => kind.test(word));
  return morphemeKey(isKind ? 'disease hereditary' : key);
}

/** With both of a pair, the order tells which belongs to what: "hypercalciuric hypocalcemia". */
const contraries = [
  ['high', 'low'],
  ['posit', 'negat'],
  ['large', 'small'],
];

const known = new LRUCache<string, readonly string[]>({ max: 50_000 });

function meaningsOf(word: string): readonly string[] {
  const before = known.get(word);
  if (before) {
    return before;
  }
  const meaning = morphemes.words.get(word);
  const meanings = meaning ? [meaning] : (takeApart(word) ?? [stemOf(word)]);
  known.set(word, meanings);
  return meanings;
}

const longestForm = 10;
/** The end of "psychotic" is no ear. */
const shortestLastWord = 5;
const shortestForm = 2;

/** The meanings of a word's parts when all of it is known parts; a vowel may link two of them. */
function takeApart(word: string, isStart = true): string[] | undefined {
  if (!isStart) {
    const ending =
      morphemes.endings.get(word) ?? (word.length < shortestLastWord ? undefined : morphemes.words.get(word));
    if (ending) {
      return [ending];
    }
  }
  for (let length = Math.min(longestForm, word.length); length >= shortestForm; length--) {
    const meaning = morphemes.beginnings.get(word.slice(0, length));
    const rest = meaning && takeRest(word.slice(length));
    if (rest) {
      return [meaning, ...rest];
    }
  }
  return undefined;
}

function takeRest(rest: string): string[] | undefined {
  return takeApart(rest, false) ?? (/^[oia]/u.test(rest) ? takeApart(rest.slice(1), false) : undefined);
}

/** Endings that make an adjective of a noun, or a person of a disease, with what is common to both. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/(?:otic|osis)$/u, 'os'],
  [/(?<=[hmnr])(?:etic|esis|esia)$/u, 'es'],
  [/(?:astic|asia|asis)$/u, 'as'],
  [/(?:ytic|ysis)$/u, 'ys'],
  [/(?:eptic|eptical|epsy|epsia|epsis)$/u, 'eps'],
  [/(?:itic|itis)$/u, 'itis'],
  [/(?:emic|emia)$/u, 'em'],
  [/(?:phrenic|phrenia)$/u, 'phren'],
  [/(?:ical|ic|ian|ia|ism|ous|al|ar|oid|ive|ion|ness|ity|y|es|e|a|us|um|is)$/u, ''],
];
const shortestStem = 5;

function stemOf(word: string): string {
  if (!/^[a-z]+$/u.test(word)) {
    return word;
  }
  const [ending, common] = endings.find(([pattern]) => pattern.test(word)) ?? [];
  const stem = ending ? word.replace(ending, common ?? '') : word;
  return stem.length < shortestStem ? word : stem;
}
