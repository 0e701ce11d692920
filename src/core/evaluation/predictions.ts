import { parse } from 'csv-parse/sync';
import type { Candidate } from '../linking/candidate.ts';
import { formatGold } from './conceptIds.ts';
import type { EvaluationMention } from './corpora/corpus.ts';
import type { LinkOutcome } from './evaluateLinker.ts';
import { EvaluationFileError } from './evaluationFile.ts';

/** A line of a file of predictions, as far as two of them are compared. */
export interface Prediction {
  readonly mention: string;
  readonly gold: string;
  /** Where the right concept stood, counted from 1. */
  readonly rank: number | undefined;
}

const shownCandidates = 5;
const candidateColumns = ['id', 'name', 'score', 'match'] as const;
const columns = [
  ...['index', 'document', 'start', 'mention', 'gold', 'rank', 'exact', 'nil'],
  ...Array.from({ length: shownCandidates }, (_, i) =>
    candidateColumns.map((name) => `${name}${i + 1}`),
  ).flat(),
];

/**
 * What was predicted, tab-separated with a header, one mention a line. `rank` is empty where the right concept is not
 * among the candidates; `nil` is 1 where nothing was likely enough to be shown.
 * @param outcomes row `i` belongs to `mentions[i]`.
 */
export function formatPredictions(
  mentions: readonly EvaluationMention[],
  outcomes: readonly LinkOutcome[],
  isExact: (mention: EvaluationMention) => boolean,
): string {
  const rows = mentions.map((mention, index) => [
    String(index),
    mention.document?.id ?? '',
    String(mention.range?.start ?? ''),
    mention.mention,
    formatGold(mention.gold),
    String(outcomes[index]?.rank ?? ''),
    String(Number(isExact(mention))),
    String(Number(outcomes[index]?.saidNil ?? true)),
    ...candidateCells(outcomes[index]?.lists ?? []),
  ]);
  return [columns, ...rows].map((row) => `${row.map(toCell).join('\t')}\n`).join('');
}

/** Of a mention of several parts, the candidates of the parts side by side. */
function candidateCells(lists: readonly (readonly Candidate[])[]): string[] {
  return Array.from({ length: shownCandidates }, (_, i) => {
    const candidates = lists.map((list) => list[i]);
    const cell = (of: (candidate: Candidate) => string): string =>
      candidates.some(Boolean) ? candidates.map((one) => (one ? of(one) : '')).join(' + ') : '';
    return [
      cell(({ curie }) => curie),
      cell(({ preferredName }) => preferredName),
      cell(({ score }) => score.toFixed(3)),
      cell(({ matchType }) => matchType),
    ];
  }).flat();
}

function toCell(text: string): string {
  return text.replace(/[\t\r\n]+/gu, ' ');
}

/**
 * Reads what `formatPredictions` wrote; columns that it does not know are passed over.
 * @throws {EvaluationFileError} with the line, when it is something else or incomplete.
 */
export function parsePredictions(text: string, file: string): Prediction[] {
  const [header = [], ...rows] = parse(text, {
    delimiter: '\t',
    quote: false,
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const positions = ['mention', 'gold', 'rank'].map((name) => header.indexOf(name));
  if (positions.includes(-1)) {
    throw new EvaluationFileError(
      file,
      'this is no file of predictions. Make one with "evaluate --predictions FILE".',
    );
  }
  return rows.map((cells, i) => {
    const [mention = '', gold = '', rank = ''] = positions.map((position) => cells[position] ?? '');
    if (cells.length !== header.length || !/^(?:[1-9]\d*)?$/u.test(rank)) {
      const problem = `line ${i + 2} is no prediction. Make the file anew with "evaluate --predictions FILE".`;
      throw new EvaluationFileError(file, problem);
    }
    return { mention, gold, rank: rank === '' ? undefined : Number(rank) };
  });
}
