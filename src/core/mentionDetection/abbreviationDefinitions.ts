/** A short form and the long form that a text gives for it; offsets of the long form in UTF-16 code units. */
export interface AbbreviationDefinition {
  readonly shortForm: string;
  readonly longForm: string;
  readonly start: number;
  readonly end: number;
}

/** A part of the text, and where it starts there. */
interface Stretch {
  readonly text: string;
  readonly start: number;
}

/** Longer brackets hold no definition; the bound keeps the work linear. */
const bracket = /[([]([^()[\]]{1,150})[)\]]/gu;
/** How far before its bracket a long form may start, in code units. */
const reach = 300;
const fewestCharacters = 2;
const mostCharacters = 10;

/** "(ARF, stage 2)", "(ARF; n = 5)", "(MDMA or ecstasy)"; the comma of "1,25-D" is none. */
const aside = /[;=:]|,(?=\s)|\sor\s/u;
/** "St. Jude" and "E. Coli" go on: before a full stop stand two small letters, a figure or a bracket. */
const sentenceEnd = /(?:[\p{N})\]]|\p{Ll}{2})[.!?]["”’]?\s|\n[^\S\n]*\n/gu;
const letterOrDigit = /[\p{L}\p{N}]/u;
/** What may enclose a form without being of it. */
const enclosing = /[\s"“”'‘’]/u;
const opening = /[([]/u;
const closing = /[)\]]/u;
/** Words in lower case ("controls", "fed") stand in brackets more often than short forms do ("kb", "i.v."). */
const mostCharactersInLowerCase = 4;

/**
 * The abbreviations that a text itself defines, in the order of their brackets: "heat shock protein (HSP)"
 * and "HSF (heat shock factor)", by the algorithm of Schwartz and Hearst ("A simple algorithm for identifying
 * abbreviation definitions in biomedical text", PSB 2003). Beyond the paper, as the development sets of two
 * corpora asked for it: square brackets; what follows a separator in the bracket is left out; a bracket of one
 * or two words may be the long form too; initials of the last words go before the shortest match ("attenuated
 * adenomatous polyposis coli (AAPC)") and count in any order where that finds nothing ("myotonic dystrophy
 * (DM)"); short forms all in lower case must be short.
 */
export function findAbbreviationDefinitions(text: string): AbbreviationDefinition[] {
  return Array.from(text.matchAll(bracket), ({ 1: content = '', index }) => {
    const before = sentenceBefore(text, index);
    const inside = trim({ text: content.split(aside, 1)[0] ?? '', start: index + 1 });
    return define(inside.text, before) ?? define(lastWord(before), inside);
  }).filter((definition) => definition !== undefined);
}

/** Each short form in its exact spelling, with its long form; where a text defines one twice, the first counts. */
export function readAbbreviations(text: string): ReadonlyMap<string, string> {
  return new Map(
    findAbbreviationDefinitions(text)
      .toReversed()
      .map(({ shortForm, longForm }) => [shortForm, longForm]),
  );
}

/** What stands before a bracket in its sentence. */
function sentenceBefore(text: string, open: number): Stretch {
  const start = Math.max(0, open - reach);
  const before = text.slice(start, open);
  const end = Array.from(before.matchAll(sentenceEnd)).at(-1);
  const cut = end ? end.index + end[0].length : 0;
  return trim({ text: before.slice(cut), start: start + cut });
}

function lastWord({ text }: Stretch): string {
  const word = text.slice(text.search(/\S*$/u));
  return trim({ text: word, start: 0 }).text;
}

/** Without the spaces and quotation marks around it, and without a bracket that opens and does not close in it. */
function trim({ text, start }: Stretch): Stretch {
  let [from, to] = [0, text.length];
  while (to > from && (enclosing.test(text.charAt(to - 1)) || opening.test(text.charAt(to - 1)))) to--;
  const closes = closing.test(text);
  while (from < to && (enclosing.test(text.charAt(from)) || (!closes && opening.test(text.charAt(from)))))
    from++;
  return { text: text.slice(from, to), start: start + from };
}

/** The definition of `shortForm` by the end of `candidate`, or nothing when that holds none. */
function define(shortForm: string, candidate: Stretch): AbbreviationDefinition | undefined {
  if (!isShortForm(shortForm)) {
    return undefined;
  }
  const { text } = candidate;
  const from =
    initialsStart(shortForm, text, true) ??
    shortestStart(shortForm, text) ??
    initialsStart(shortForm, text, false);
  if (from === undefined) {
    return undefined;
  }
  const word = text.slice(0, from).search(/\S*$/u);
  const { text: longForm, start } = trim({ text: text.slice(word), start: candidate.start + word });
  return fits(shortForm, longForm) ? { shortForm, longForm, start, end: start + longForm.length } : undefined;
}

/** "No more than min(|A| + 5, |A| * 2) words", where |A| is the number of characters in the short form. */
function fits(shortForm: string, longForm: string): boolean {
  const characters = shortForm.length;
  const most = isInLowerCase(shortForm) ? characters : Math.min(characters + 5, characters * 2);
  return (
    longForm.length > characters && !longForm.includes(shortForm) && longForm.split(/\s+/u).length <= most
  );
}

/** "At most two words, two to ten characters, at least one of them a letter, the first alphanumeric." */
function isShortForm(text: string): boolean {
  return (
    text.length >= fewestCharacters &&
    text.length <= (isInLowerCase(text) ? mostCharactersInLowerCase : mostCharacters) &&
    /^[\p{L}\p{N}]/u.test(text) &&
    /\p{L}/u.test(text) &&
    text.split(/\s+/u).length <= 2
  );
}

function isInLowerCase(text: string): boolean {
  return !/[\p{Lu}\p{N}]/u.test(text);
}

/**
 * The paper's figure 1: where the shortest end of the text starts in which each letter and digit of the short
 * form is found, going backwards, the first of them at the beginning of a word.
 */
function shortestStart(shortForm: string, text: string): number | undefined {
  let at = text.length;
  for (let i = shortForm.length - 1; i >= 0; i--) {
    const letter = shortForm.charAt(i).toLowerCase();
    if (letterOrDigit.test(letter)) {
      do at--;
      while (
        at >= 0 &&
        (text.charAt(at).toLowerCase() !== letter || (i === 0 && letterOrDigit.test(text.charAt(at - 1))))
      );
      if (at < 0) {
        return undefined;
      }
    }
  }
  return at;
}

/** Where the last words start whose initials are the capitals of the short form, in order or in any order. */
function initialsStart(shortForm: string, text: string, inOrder: boolean): number | undefined {
  if (!/^\p{Lu}+$/u.test(shortForm)) {
    return undefined;
  }
  const words = Array.from(text.matchAll(/[\p{L}\p{N}]+/gu)).slice(-shortForm.length);
  const initials = words.map(({ 0: word }) => word.charAt(0).toUpperCase());
  const arrange = (letters: readonly string[]): string => (inOrder ? letters : letters.toSorted()).join('');
  return arrange(initials) === arrange(Array.from(shortForm)) ? words[0]?.index : undefined;
}
