import type { AnnotatedDocument } from '../annotatedDocument.ts';
import { createCodePointOffsets } from '../codePointOffsets.ts';
import { breaksCell } from './conceptCell.ts';
import { type LossList, placeOf } from './losses.ts';

/** Offsets are code points; those of a span in pieces are joined by `;`, everything else that is several by `|`. */
export const tableColumns = [
  'document',
  'annotation',
  'start',
  'end',
  'text',
  'type',
  'concepts',
  'names',
  'attributes',
  'comments',
] as const;

/** The rows of one document. */
export function formatTableRows(document: AnnotatedDocument, delimiter: string, losses: LossList): string {
  const offsets = createCodePointOffsets(document.text);
  const rows = document.annotations.map((annotation) => {
    const { id, ranges, type, text, concepts, attributes, comments } = annotation;
    const lose = (what: string): void => {
      losses.add(what, placeOf(document, id));
    };
    const join = (values: readonly string[]): string => {
      if (values.some((value) => value.includes('|'))) {
        lose('| in names, attributes and comments (read as the end of one)');
      }
      return values.join('|');
    };
    if (concepts.some(({ curie }) => breaksCell(curie))) {
      lose('identifiers with |, +, ; or , in them (read as several)');
    }
    if (attributes.some(({ name }) => name.includes('='))) {
      lose('= in names of attributes (read as the end of the name)');
    }
    const names = concepts.map(({ preferredName }) => preferredName);
    const cells = [
      document.id,
      id,
      ranges.map(({ start }) => offsets.toCodePoint(start)).join(';'),
      ranges.map(({ end }) => offsets.toCodePoint(end)).join(';'),
      text,
      type,
      concepts.map(({ curie }) => curie).join('|'),
      names.some((name) => name !== '') ? join(names) : '',
      join(attributes.map(({ name, value }) => (value === 'true' ? name : `${name}=${value}`))),
      join(comments),
    ];
    return cells
      .map((cell) => {
        const written = cell.replaceAll(/[\t\n\v\f\r\u2028\u2029]/gu, ' ');
        if (written !== cell) {
          lose('line ends and tabs (written as spaces)');
        }
        return delimiter === '\t' ? written : quote(written);
      })
      .join(delimiter);
  });
  return rows.map((row) => `${row}\n`).join('');
}

/** RFC 4180, 2.5 to 2.7. */
function quote(cell: string): string {
  return /[",]|^\s|\s$|^#/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
