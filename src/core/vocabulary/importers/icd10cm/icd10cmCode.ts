import type { Curie } from '../../concept.ts';

/** A code with or without its dot, which follows the third character: `I219` and `I21.9` become `ICD10CM:I21.9`. */
export function icd10cmCurie(code: string): Curie | undefined {
  const [, category, rest] = /^([A-Z]\d[0-9A-Z])(?:\.?([0-9A-Z]{1,4}))?$/u.exec(code) ?? [];
  return category === undefined ? undefined : `ICD10CM:${category}${rest === undefined ? '' : `.${rest}`}`;
}

/** By the chapters of the Tabular List, each of which has letters of its own where it matters here. */
const lettersOfChapters: readonly (readonly [RegExp, string])[] = [
  [/^R/u, 'Finding'],
  [/^[VWXY]/u, 'External Cause'],
  [/^Z/u, 'Health Status'],
];

/** Named as in the bundled vocabulary, so that one filter serves both. */
export function semanticTypeOfCode(code: string): string {
  return lettersOfChapters.find(([letters]) => letters.test(code))?.[1] ?? 'Disorder';
}
