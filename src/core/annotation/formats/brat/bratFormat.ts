import type { SampledFile } from '../../../vocabulary/importers/importer.ts';
import { type AnnotatedDocument, plainDocument } from '../../annotatedDocument.ts';
import { type AnnotationFormat, type DocumentRecord, problemAt } from '../annotationFormat.ts';
import { parseBrat } from '../brat.ts';
import { annotationsOf } from '../bratDocument.ts';
import { addUnheld, type Feature } from '../losses.ts';
import { readWholeText } from '../readTextLines.ts';
import { formatBratFile } from './formatBratFile.ts';
import { addOtherLines } from './otherLines.ts';

const unheld: readonly Feature[] = ['passages', 'details'];

/** brat's standoff, a note and beside it its annotations: https://brat.nlplab.org/standoff.html. */
export const bratFormat: AnnotationFormat = {
  format: 'brat',
  title: 'brat standoff',
  layout: 'document',
  ending: '.ann',
  unheld,
  reader: {
    recognize(files) {
      const paths = new Set(files.map(({ path }) => path));
      return files.filter(
        ({ path, head }) =>
          (path.endsWith('.ann') && isStandoff(head)) ||
          [...annotationPaths(path)].some((candidate) => paths.has(candidate)),
      );
    },
    async *read(files, { signal }): AsyncGenerator<DocumentRecord> {
      const byPath = new Map(files.map((file) => [file.path, file]));
      for (const file of files.filter(({ path }) => path.endsWith('.ann'))) {
        const note = notePaths(file.path)
          .map((path) => byPath.get(path))
          .find(Boolean);
        if (note === undefined) {
          yield problemAt(file.path, 1, 'Its note is missing; it is left out. Put the .txt file beside it.');
          continue;
        }
        const text = await readWholeText(note, signal);
        yield* readDocument(file, await readWholeText(file, signal), text);
      }
    },
  },
  createWriter: (losses) => ({
    write(document) {
      addUnheld(document, unheld, losses);
      return [
        { ending: '.txt', text: document.text },
        { ending: '.ann', text: formatBratFile(document, losses) },
      ];
    },
    end: () => [],
  }),
};

function isStandoff(head: string): boolean {
  return /^\uFEFF?\s*(?:$|[A-Za-z#*]\d*\S*\t)/u.test(head);
}

/** Of a note; see `annotationPath`. */
function annotationPaths(path: string): readonly string[] {
  return path.endsWith('.txt') ? [path.replace(/\.txt$/u, '.ann'), `${path}.ann`] : [`${path}.ann`];
}

function notePaths(path: string): readonly string[] {
  const stem = path.replace(/\.ann$/u, '');
  return [`${stem}.txt`, stem];
}

function* readDocument(file: SampledFile, annText: string, note: string): Generator<DocumentRecord> {
  const noteHasByteOrderMark = note.startsWith('\uFEFF');
  const text = noteHasByteOrderMark ? note.slice(1) : note;
  const { document: lines, problems } = parseBrat(annText, text, file.path, { noteHasByteOrderMark });
  yield* problems.map((problem): DocumentRecord => ({ kind: 'problem', problem }));
  const id = file.path.replace(/^.*\//u, '').replace(/(?:\.txt)?\.ann$/u, '');
  const annotations = annotationsOf(lines).map((annotation) => ({
    ...annotation,
    attributes: [],
    comments: [],
  }));
  const document: AnnotatedDocument = { ...plainDocument(id, text), annotations };
  yield { kind: 'document', document: addOtherLines(document, lines) };
}
