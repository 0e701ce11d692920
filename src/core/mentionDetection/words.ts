/** A word of a sentence, offsets in UTF-16 code units. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Letters and digits with what holds them together: an apostrophe ("Crohn's"), a decimal point ("4.5"), a
 * trailing sign ("HER2+", "40%"). Hyphens and slashes part words, so that "post-MI" holds "MI". A mark begins
 * no word: after an emoji it belongs to that.
 */
const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’](?=\p{L})[\p{L}\p{M}]+|\.(?=\p{N})\p{N}+)*[+%]?/gu;

export function findWords(sentence: string): Word[] {
  return Array.from(sentence.matchAll(wordPattern), ({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
}

/**
 * What may stand between two words of one phrase: one or two spaces (no-break ones too), a hyphen, a slash or an "&",
 * or the line end where a full line was broken, with what indents the next.
 */
const phraseGap = /^(?:[^\S\t\r\n]{1,2}|[-‐‑/&]|[-‐‑/]?[^\S\t\r\n]{0,2}(?:\r\n|\r|\n)[^\S\r\n]{0,8})$/u;

/** Whether two neighbouring words of a sentence may belong to one phrase. */
export function inOnePhrase(sentence: string, before: Word, after: Word): boolean {
  return phraseGap.test(sentence.slice(before.end, after.start));
}
