import { readAbbreviations } from '../mentionDetection/abbreviationDefinitions.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';

/** What a document says about the mentions in it. */
export interface DocumentContext {
  /** Short forms, as they are written, with the long forms that the document gives for them. */
  readonly abbreviations: ReadonlyMap<string, string>;
  /** As `normalizeName` gives it, a space before and after it. */
  readonly normalizedText: string;
}

/** Reads a document once for all of its mentions. */
export function readDocumentContext(text: string): DocumentContext {
  return { abbreviations: readAbbreviations(text), normalizedText: ` ${normalizeName(text)} ` };
}

/** The mention with each short form written out that the document defines, in the singular as well. */
export function expandAbbreviations(mention: string, { abbreviations }: DocumentContext): string {
  if (abbreviations.size === 0) {
    return mention;
  }
  return mention.replace(
    /[\p{L}\p{N}]+(?:[-/][\p{L}\p{N}]+)*/gu,
    (word) =>
      abbreviations.get(word) ??
      (/\p{Lu}s$/u.test(word) ? abbreviations.get(word.slice(0, -1)) : undefined) ??
      (/\p{Lu}$/u.test(word) ? abbreviations.get(`${word}s`) : undefined) ??
      word,
  );
}
