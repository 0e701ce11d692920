import { readCells, type ReportProblem } from './cells.ts';
import type { SourceFile } from '../importer.ts';

export interface TermForm {
  /** `SAB|TTY`, as it stands in the row. */
  readonly termType: string;
  readonly source: string;
  readonly type: string;
  /** From 0 to 7: TS=P counts most, then STT=PF, then ISPREF=Y (all three mark the name that the UMLS prefers). */
  readonly form: number;
}

/** How well a name serves as its concept's preferred one, from 0 to 8,000; the greatest does. */
export type RankTerm = (term: TermForm) => number;

/**
 * TTY whose names are abbreviations (UMLS, "Abbreviations Used in Data Elements", TTY): of vocabularies, terms,
 * attributes, qualifiers and countries, acronyms, and LOINC's short names.
 */
export const abbreviationTypes: ReadonlySet<string> = new Set(
  'AA AB ACR CA2 CA3 CCS MTH_ACR OA OAM OOSN OSN QAB RAB SSN VAB'.split(' '),
);

/** Types that sources give to the name that they prefer: what decides where no MRRANK does. */
const preferredTypes: ReadonlySet<string> = new Set(
  'PN MH PT HT NM TQ PTN MTH_PT MTH_PN LC LN IN SCD SBD HG OS'.split(' '),
);

/**
 * RxNorm has no ranks. Of an RXCUI's types of name the formal one comes first, the prescribable name (PSN), synonyms
 * and entry terms last (RxNorm Technical Documentation, appendix 5).
 */
const rxnormTypes =
  'SCD SBD GPCK BPCK IN PIN MIN BN SCDC SCDF SCDFP SCDG SCDGP SBDC SBDF SBDFP SBDG DF DFG PSN SY TMSY ET'.split(
    ' ',
  );

export const rankRxnormTerm: RankTerm = ({ source, type, form }) => {
  const place = rxnormTypes.indexOf(type);
  return (source === 'RXNORM' && place >= 0 ? rxnormTypes.length - place : 0) * 8 + form;
};

/** Without MRRANK: by what the UMLS derived from it, and names of a source alone by what the source prefers. */
export const rankByForm: RankTerm = ({ type, form }) => form * 2 + (preferredTypes.has(type) ? 1 : 0);

/** MRRANK has some 800. */
const highestRank = 999;

/** Ranks by MRRANK (RANK, SAB, TTY, SUPPRESS): sources and types of name, the most preferred with the greatest. */
export async function readRanks(
  file: SourceFile,
  report: ReportProblem,
  signal?: AbortSignal,
): Promise<RankTerm> {
  const ranks = new Map<string, number>();
  for await (const rows of readCells(file, 4, report, signal)) {
    for (const { cells } of rows) {
      const [rank = '', source = '', type = ''] = cells;
      if (/^\d+$/u.test(rank)) {
        ranks.set(`${source}|${type}`, Math.min(Number(rank), highestRank));
      }
    }
  }
  return ({ termType, form }) => (ranks.get(termType) ?? 0) * 8 + form;
}
