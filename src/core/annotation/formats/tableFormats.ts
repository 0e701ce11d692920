import type { SampledFile } from '../../vocabulary/importers/importer.ts';
import { readRows } from '../../vocabulary/importers/tables/tableRows.ts';
import type { AnnotationFormat, DocumentRecord } from './annotationFormat.ts';
import { formatTableRows, tableColumns } from './formatTable.ts';
import { addUnheld, type Feature, type LossList, placeOf } from './losses.ts';
import { readTable } from './readTable.ts';

const unheld: readonly Feature[] = ['relations', 'passages', 'details'];
/** bconv's columns, without a header: document, section, sentence, entity, start, end, text. */
const bconvRow = /^[^,\t]*([,\t])[^,\t]*\1\d*\1\d*\1\d+\1\d+\1/u;

/** One annotation a row, below a header; commas and quotation marks (RFC 4180). */
export const csvFormat = createTableFormat('csv', 'CSV', ',');
/** One annotation a row, below a header; tabs. */
export const tsvFormat = createTableFormat('tsv', 'TSV', '\t');

function createTableFormat(format: string, title: string, delimiter: ',' | '\t'): AnnotationFormat {
  const ending = `.${format}`;
  return {
    format,
    title,
    layout: 'collection',
    ending,
    unheld,
    reader: {
      recognize: (files) => files.filter((file) => layoutOf(file, delimiter) !== undefined),
      async *read(files, { signal, losses }): AsyncGenerator<DocumentRecord> {
        for (const file of files) {
          const columns = layoutOf(file, delimiter) ?? [];
          const headerLine = hasHeader(file, delimiter) ? 1 : 0;
          const layout = { form: delimiter, columns, headerLine, roles: undefined, separator: '|' } as const;
          const rows = readRows(file, layout, signal);
          yield* readTable(rows, columns, file.path, losses);
        }
      },
    },
    createWriter: (losses) => createTableWriter(ending, delimiter, losses),
  };
}

function createTableWriter(
  ending: string,
  delimiter: string,
  losses: LossList,
): ReturnType<AnnotationFormat['createWriter']> {
  const header = `${tableColumns.join(delimiter)}\n`;
  let isFirst = true;
  return {
    write(document) {
      addUnheld(document, unheld, losses);
      if (document.text.trim() !== '') {
        losses.add('the text around annotations (keep the notes as well)', placeOf(document));
      }
      const text = (isFirst ? header : '') + formatTableRows(document, delimiter, losses);
      isFirst = false;
      return [{ ending, text }];
    },
    end: () => (isFirst ? [{ ending, text: header }] : []),
  };
}

function firstLine({ head }: SampledFile): string {
  return head.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u, 1)[0] ?? '';
}

function hasHeader(file: SampledFile, delimiter: string): boolean {
  const cells = firstLine(file).split(delimiter);
  return ['document', 'start', 'end', 'text'].every((column) => cells.includes(column));
}

function layoutOf(file: SampledFile, delimiter: string): readonly string[] | undefined {
  if (hasHeader(file, delimiter)) {
    return firstLine(file).split(delimiter);
  }
  return bconvRow.exec(firstLine(file))?.[1] === delimiter
    ? ['document', 'section', 'sentence', 'annotation', 'start', 'end', 'text', 'type', 'concepts']
    : undefined;
}
