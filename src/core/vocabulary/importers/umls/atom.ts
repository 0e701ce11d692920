import type { RrfRelease } from './rrfRelease.ts';
import { describeCellCount } from './cells.ts';
import { cuiPattern } from './cuis.ts';
import { knownLanguages } from './languages.ts';
import { withoutSemanticTag } from '../snomed/semanticTag.ts';
import type { RankTerm } from './termTypes.ts';

/** One name of a concept as one source has it: a row of MRCONSO. */
export interface Atom {
  readonly cui: string;
  readonly name: string;
  /** SAB, TTY and CODE. */
  readonly source: string;
  readonly type: string;
  readonly code: string;
  /** The greatest of its concept is the preferred name. */
  readonly rank: number;
}

export interface AtomFilter {
  readonly kind: RrfRelease['kind'];
  /** LAT, with the place of the language among those that were asked for. */
  readonly languages: ReadonlyMap<string, number>;
  /** SAB; all when absent. */
  readonly sources?: ReadonlySet<string> | undefined;
  readonly rankTerm: RankTerm;
}

/** Of MRCONSO.RRF (UMLS Reference Manual, chapter 3, table 1) and RXNCONSO.RRF, which has the same ones. */
const columnCount = 18;
const [TS, STT, ISPREF, SAB, TTY, CODE, STR, SUPPRESS] = [2, 4, 6, 11, 12, 13, 14, 16] as const;

/** How far the ranks of one language are from the next one's. */
const languageStep = 10_000;

export interface AtomReader {
  /**
   * The row's atom; undefined when it is not wanted; a sentence when it cannot be read. Some three in
   * ten rows of a release are in other languages; of those only the first two columns are looked at.
   */
  readAtom(row: string): Atom | string | undefined;
  /** Rows that were whole, wanted or not. */
  wellFormedCount(): number;
}

export function createAtomReader({ kind, languages, sources, rankTerm }: AtomFilter): AtomReader {
  /** Where each column begins; used again for each row, as there are millions. */
  const starts = new Array<number>(columnCount + 1).fill(0);
  let lastCui = '';
  let wellFormed = 0;
  return {
    wellFormedCount: () => wellFormed,
    readAtom(row) {
      const bar = row.indexOf('|');
      const cui = row.slice(0, Math.max(0, bar));
      const language = row.slice(bar + 1, bar + 4);
      const place = languages.get(language);
      if (place === undefined && knownLanguages.has(language) && row[bar + 4] === '|') {
        wellFormed += 1;
        return undefined;
      }
      const found = findColumns(row, starts);
      if (found !== columnCount) {
        return describeCellCount(columnCount, found);
      }
      if (cui !== lastCui && !cuiPattern[kind].test(cui)) {
        return cui === ''
          ? 'The row has no CUI; it is left out.'
          : `"${cui.slice(0, 40)}" is no CUI; the row is left out.`;
      }
      lastCui = cui;
      wellFormed += 1;
      const cell = (column: number): string =>
        row.slice(starts[column] ?? 0, (starts[column + 1] ?? row.length) - 1);
      const source = cell(SAB);
      if (place === undefined || sources?.has(source) === false || isSuppressed(row[starts[SUPPRESS] ?? 0])) {
        return undefined;
      }
      const type = cell(TTY);
      const written = cell(STR).trim();
      const name = type === 'FN' && isSnomed(source) ? withoutSemanticTag(written) : written;
      if (name === '') {
        return `${cui} has a row without a name (STR); it is left out.`;
      }
      const starting = (column: number, text: string): boolean => row.startsWith(text, starts[column]);
      const form =
        (starting(TS, 'P|') ? 4 : 0) + (starting(STT, 'PF|') ? 2 : 0) + (starting(ISPREF, 'Y|') ? 1 : 0);
      const termType = row.slice(starts[SAB], (starts[CODE] ?? 0) - 1);
      const rank = rankTerm({ termType, source, type, form }) - place * languageStep;
      return { cui, name, source, type, code: cell(CODE), rank };
    },
  };
}

/** Obsolete, suppressed by an editor, or of a type that is suppressed; the others are N. */
function isSuppressed(suppress: string | undefined): boolean {
  return suppress === 'O' || suppress === 'E' || suppress === 'Y';
}

function isSnomed(source: string): boolean {
  return source.startsWith('SNOMEDCT') || source === 'SCTSPA';
}

/** Fills in where the columns begin, and counts them. Each has a bar behind it; the last one's may be missing. */
function findColumns(row: string, starts: number[]): number {
  let count = 0;
  let start = 0;
  while (start < row.length) {
    if (count <= columnCount) {
      starts[count] = start;
    }
    count += 1;
    const bar = row.indexOf('|', start);
    if (bar < 0) {
      starts[Math.min(count, columnCount)] = row.length + 1;
      return count;
    }
    start = bar + 1;
  }
  starts[Math.min(count, columnCount)] = start;
  return count;
}
