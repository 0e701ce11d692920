import {
  type AnnotatedDocument,
  type DocumentAnnotation,
  type Passage,
  plainDocument,
  type Relation,
} from '../../annotatedDocument.ts';
import { createCodePointOffsets } from '../../codePointOffsets.ts';
import { type AnnotationFormat, type DocumentRecord, problemAt } from '../annotationFormat.ts';
import { readConceptCell } from '../conceptCell.ts';
import { addUnheld, type Feature } from '../losses.ts';
import { placeMention } from '../placeMention.ts';
import { readTextLines } from '../readTextLines.ts';
import { formatPubTator } from './formatPubTator.ts';
import {
  createPubTatorParser,
  type PubTatorDocument,
  type PubTatorRecord,
  pubTatorText,
} from './parsePubTator.ts';

const unheld: readonly Feature[] = ['ids', 'pieces', 'names', 'attributes', 'comments', 'details'];

/** PubTator's form: https://www.ncbi.nlm.nih.gov/CBBresearch/Lu/Demo/tmTools/Format.html. */
export const pubTatorFormat: AnnotationFormat = {
  format: 'pubtator',
  title: 'PubTator',
  layout: 'collection',
  ending: '.txt',
  unheld,
  reader: {
    recognize: (files) =>
      files.filter(({ head }) => head.split(/\r\n|\n|\r/u, 20).some((line) => pubTatorText.test(line))),
    async *read(files, { signal }): AsyncGenerator<DocumentRecord> {
      for (const file of files) {
        const parser = createPubTatorParser(file.path);
        for await (const record of readTextLines(file, signal)) {
          if (record.kind === 'problem') {
            yield record;
          } else {
            yield* toRecords(parser.line(record.text, record.line), file.path);
          }
        }
        yield* toRecords(parser.end(), file.path);
      }
    },
  },
  createWriter: (losses) => ({
    write(document) {
      addUnheld(document, unheld, losses);
      return [{ ending: '.txt', text: formatPubTator(document, losses) }];
    },
    end: () => [],
  }),
};

function* toRecords(records: readonly PubTatorRecord[], file: string): Generator<DocumentRecord> {
  for (const record of records) {
    if (record.kind === 'problem') {
      yield record;
    } else {
      yield* readDocument(record.document, file);
    }
  }
}

function* readDocument(source: PubTatorDocument, file: string): Generator<DocumentRecord> {
  const text = source.texts.join(' ');
  const placed = { text, offsets: createCodePointOffsets(text) };
  const annotations: DocumentAnnotation[] = [];
  for (const { line, start, end, mention, type, ids } of source.annotations) {
    const { range, isMisplaced } = placeMention(placed, start, end, mention);
    if (isMisplaced || range?.start === range?.end) {
      const what = range === undefined ? 'nowhere; it is left out' : 'elsewhere; the nearest is taken';
      yield problemAt(file, line, `document ${source.id}: the mention stands ${what}.`);
    }
    if (range !== undefined && range.start < range.end) {
      annotations.push({
        id: `T${annotations.length + 1}`,
        type,
        ranges: [range],
        text: mention,
        concepts: readConceptCell(ids).map((curie) => ({ curie, preferredName: '' })),
        attributes: [],
        comments: [],
      });
    }
  }
  const relations = source.relations.map(({ type, targets }, i): Relation => {
    const nodes = targets.map((target) => ({ role: '', target }));
    return { id: `R${i + 1}`, type, nodes, attributes: [] };
  });
  const document: AnnotatedDocument = {
    ...plainDocument(source.id, text),
    passages: readPassages(source.texts),
    annotations,
    relations,
  };
  yield { kind: 'document', document };
}

function readPassages(texts: readonly string[]): Passage[] {
  let start = 0;
  return texts.flatMap((text, i) => {
    const range = { start, end: start + text.length };
    start = range.end + 1;
    const attributes = [{ name: 'type', value: i === 0 ? 'title' : 'abstract' }];
    return text === '' ? [] : [{ range, attributes, sentences: [] }];
  });
}
