import { createCodePointOffsets } from '../codePointOffsets.ts';
import { textOfRanges } from '../ranges.ts';
import type { DocumentComparison } from './compareDocument.ts';
import { findDifferences } from './differences.ts';
import { rangeKey, type MarkedSpan } from './markedSpan.ts';

const sideColumns = ['id', 'span', 'type', 'concepts', 'attributes'] as const;

export interface DifferenceTableOptions {
  /** Whether the text of each span is written as well; notes are protected, so it is not unless somebody asks. */
  readonly withText: boolean;
}

/**
 * A table of all differences, tab-separated, one a line below a header. Spans are `start-end` in Unicode code points of
 * the text that both sides are compared in, their pieces joined by `;`, other values by `|`.
 */
export function formatDifferences(
  comparisons: readonly DocumentComparison[],
  { withText }: DifferenceTableOptions,
): string {
  const columns = [...sideColumns, ...(withText ? ['text'] : [])];
  const header = [
    'document',
    'difference',
    ...['a', 'b'].flatMap((side) => columns.map((name) => `${name}_${side}`)),
  ];
  const rows = comparisons.flatMap((comparison) => {
    const { text } = comparison;
    const { toCodePoint } = createCodePointOffsets(text);
    const cellsOf = (span: MarkedSpan | undefined): string[] => {
      if (span === undefined) {
        return columns.map(() => '');
      }
      const { annotations, ranges, conceptIds, attributes } = span;
      const inFile = ranges.map(({ start, end }) => ({ start: toCodePoint(start), end: toCodePoint(end) }));
      return [
        annotations.map(({ id }) => id).join('|'),
        rangeKey(inFile),
        [...new Set(annotations.map(({ type }) => type))].join('|'),
        conceptIds.join('|'),
        attributes.join('|'),
        ...(withText ? [textOfRanges(text, ranges)] : []),
      ];
    };
    return findDifferences(comparison).map(({ document, kinds, a, b }) => [
      document,
      kinds.join(', '),
      ...cellsOf(a),
      ...cellsOf(b),
    ]);
  });
  return [header, ...rows].map((cells) => `${cells.map(toCell).join('\t')}\n`).join('');
}

function toCell(value: string): string {
  return value.replaceAll(/\s+/gu, ' ');
}
