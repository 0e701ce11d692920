import { americanSpelling } from './americanSpelling.ts';
import { normalizeName } from './normalizeName.ts';
import { singularWord } from './singularWord.ts';

const listWords = (list: string): string[] => list.trim().split(/\s+/u);
const counted = (list: string): [string, string][] => listWords(list).map((word, i) => [word, String(i + 1)]);

/**
 * Words whose absence changes no meaning. "With", "without", "no", "non", "and" and the "a" of "hepatitis A" do,
 * and so do "disease", "disorder" and "syndrome".
 */
const emptyWords: ReadonlySet<string> = new Set(['of', 'the', 'an', 'in', 'nos', 'unspecified']);

const greekNames: ReadonlyMap<string, string> = new Map(
  listWords(`
    α:alpha β:beta γ:gamma δ:delta ε:epsilon ζ:zeta η:eta θ:theta ι:iota κ:kappa λ:lambda μ:mu ν:nu ξ:xi
    ο:omicron π:pi ρ:rho σ:sigma ς:sigma τ:tau υ:upsilon φ:phi χ:chi ψ:psi ω:omega
  `).map((pair) => pair.split(':') as [string, string]),
);
const loneGreekLetter = /(?<!\p{Script=Greek})\p{Script=Greek}(?!\p{Script=Greek})/gu;
/** "alpha1 antitrypsin" is also written "alpha 1 antitrypsin". */
const figureAfterGreekName = /\b(alpha|beta|gamma|delta)(?=\d)/gu;
/** What a text without apostrophes makes of "Addison's disease"; "hemoglobin S disease" is none. */
const lostApostrophe =
  /(?<=\p{L}{4})(?<!protein|hemoglobin|haemoglobin) s (?=(?:disease|syndrome|lymphoma|sarcoma|tumou?r|angina|palsy|phenomenon|encephalopathy|thyroiditis|contracture|chorea)\b)/gu;

const figures: ReadonlyMap<string, string> = new Map([
  ...counted('i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx'),
  ...counted('ia iia iiia iva va via viia viiia').map(([roman, figure]): [string, string] => [
    roman,
    `${figure}a`,
  ]),
  ...counted('ib iib iiib ivb vb vib viib viiib').map(([roman, figure]): [string, string] => [
    roman,
    `${figure}b`,
  ]),
  ...counted('one two three four five six seven eight nine ten'),
]);

/**
 * A key that names share which differ only in number, British or American spelling, numerals, Greek letters,
 * the order of their words or words without meaning: "Diabetes Mellitus, Type 2" and "type II diabetes
 * mellitus", "oedema of the lungs" and "lung edema". It is compared, never shown. Two concepts may share a key
 * ("Goltz-Gorlin" and "Gorlin-Goltz syndrome"), so a name found by its key alone is weaker evidence than an equal
 * name.
 */
export function nameKey(name: string): string {
  const words = readWords(normalizeName(name));
  const alone = words.length === 1;
  const keyed = words.map((word) =>
    // Alone, these are abbreviations: "IV", "ALDS", which is not "ALD".
    alone && word.length < shortestLoneWord ? word : wordKey(word, words),
  );
  return (orderTells(words) ? keyed : keyed.sort()).join(' ');
}

const shortestLoneWord = 5;

/** "Graft versus host" is not "host versus graft", nor "T positive, B negative" "B positive, T negative". */
function orderTells(words: readonly string[]): boolean {
  return (
    words.includes('vs') ||
    words.includes('versus') ||
    (words.includes('positive') && words.includes('negative'))
  );
}

/** The words of a normalized name that carry its meaning; all, when none does. */
function readWords(normalized: string): string[] {
  const words = normalized
    .replace(loneGreekLetter, (letter) => ` ${greekNames.get(letter) ?? letter} `)
    .replace(figureAfterGreekName, '$1 ')
    .replace(lostApostrophe, ' ')
    .replace(/\bnot otherwise specified\b/gu, ' ')
    .split(' ')
    .filter((word) => word !== '');
  const telling = words.filter((word) => !emptyWords.has(word));
  return telling.length === 0 ? words : telling;
}

function wordKey(word: string, words: readonly string[]): string {
  if (word === 'versus') return 'vs';
  if (word === 'x') return isTen(words) ? '10' : word;
  return figures.get(word) ?? americanSpelling(singularWord(word));
}

/**
 * An x is a chromosome more often than a number ("monosomy X" is not "monosomy 10"), so it counts as one only
 * beside "factor" or "type". A lone i or v is nearly always a number, and no vocabulary measured has a name that
 * its reading makes another disease's.
 */
function isTen(words: readonly string[]): boolean {
  return words.some((word) => word === 'factor' || word === 'type') && !words.includes('linked');
}
