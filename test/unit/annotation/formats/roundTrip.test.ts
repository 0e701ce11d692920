import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnnotatedDocument,
  type DocumentAnnotation,
  plainDocument,
} from '../../../../src/core/annotation/annotatedDocument.ts';
import { textOfRanges } from '../../../../src/core/annotation/ranges.ts';
import { annotatedDocument } from './documentArbitraries.ts';
import { readFiles, writeFiles } from './readAndWrite.ts';

const text = '\u{1F600} Le\u0301sion of the left\r\nand right knee. \u{1D6FD} blocker, no fever.';
const pieces = ['left', 'knee'].map((word) => ({
  start: text.indexOf(word),
  end: text.indexOf(word) + word.length,
}));
const blocker = { start: text.indexOf('\u{1D6FD}'), end: text.indexOf(',') };
const fever = { start: text.indexOf('fever'), end: text.indexOf('fever') + 5 };

function annotation(
  id: string,
  ranges: DocumentAnnotation['ranges'],
  rest: Partial<DocumentAnnotation>,
): DocumentAnnotation {
  const base = { id, type: 'Disorder', ranges, text: textOfRanges(text, ranges) };
  return { ...base, concepts: [], attributes: [], comments: [], ...rest };
}

/** With all that a format may not have a place for. */
const everything: AnnotatedDocument = {
  ...plainDocument('note', text),
  annotations: [
    annotation('a1', pieces, { comments: ['unsure'] }),
    annotation('a2', [blocker], {
      type: 'Drug',
      concepts: [
        { curie: 'RXNORM:1191', preferredName: 'Aspirin' },
        { curie: 'MESH:D001241', preferredName: '' },
      ],
    }),
    annotation('a3', [fever], {
      concepts: [{ curie: 'HP:0001945', preferredName: 'Fever' }],
      attributes: [
        { name: 'Negated', value: 'true' },
        { name: 'Severity', value: 'high' },
      ],
    }),
  ],
  relations: [
    {
      id: 'r1',
      type: 'treats',
      nodes: [
        { role: 'subj', target: 'a2' },
        { role: 'obj', target: 'a3' },
      ],
      attributes: [],
    },
  ],
  passages: [
    {
      range: { start: 0, end: text.indexOf('\u{1D6FD}') },
      attributes: [{ name: 'type', value: 'history' }],
      sentences: [{ range: { start: 0, end: text.indexOf('and') }, attributes: [] }],
    },
  ],
  attributes: [{ name: 'ward', value: '7' }],
  collection: [{ name: 'source', value: 'clinic' }],
};

/** What each format loses of it, and nothing besides. */
const forced: Readonly<Record<string, readonly string[]>> = {
  'bioc-xml': [],
  'bioc-json': [],
  brat: [
    'passages and sentences',
    'details of the document or its collection',
    'identifiers of annotations (numbered anew)',
  ],
  pubtator: [
    'identifiers of annotations (numbered anew)',
    'discontinuous spans (written from their first to their last character)',
    'comments',
    'preferred names of concepts',
    'attributes',
    'details of the document or its collection',
    'line ends and tabs (written as spaces)',
    'sentences and attributes of passages',
    'kinds and borders of passages (written as title and abstract)',
    'roles in relations',
  ],
  pubannotation: ['passages and sentences', 'details of the document or its collection'],
  'web-annotation': ['relations', 'passages and sentences', 'details of the document or its collection'],
  'cas-json': [
    'identifiers of annotations (numbered anew)',
    'discontinuous spans (written from their first to their last character)',
    'comments',
    'preferred names of concepts',
    'concepts after the first of an annotation',
    'attributes',
    'relations',
    'passages and sentences',
    'details of the document or its collection',
  ],
  conll: [
    'identifiers of annotations (numbered anew)',
    'discontinuous spans (written from their first to their last character)',
    'comments',
    'concepts',
    'attributes',
    'relations',
    'passages and sentences',
    'details of the document or its collection',
    'white space and line ends between tokens (as written; read as spaces)',
  ],
  csv: [
    'relations',
    'passages and sentences',
    'details of the document or its collection',
    'the text around annotations (keep the notes as well)',
  ],
  tsv: [
    'relations',
    'passages and sentences',
    'details of the document or its collection',
    'the text around annotations (keep the notes as well)',
  ],
};

type Keep = (annotation: DocumentAnnotation, document: AnnotatedDocument) => unknown;

/** What of an annotation each format keeps, whatever it is. */
const kept: Readonly<Record<string, Keep>> = {
  'bioc-xml': whole,
  'bioc-json': whole,
  pubannotation: whole,
  'cas-json': ({ type, ranges, concepts }) => ({
    type,
    range: { start: ranges[0]?.start, end: ranges.at(-1)?.end },
    curie: concepts[0]?.curie,
  }),
};

function whole({
  id,
  type,
  ranges,
  text: covered,
  concepts,
  attributes,
  comments,
}: DocumentAnnotation): unknown {
  return { id, type, ranges, covered, concepts, attributes, comments };
}

describe('writing and reading a document', () => {
  it.each(Object.keys(forced))('%s loses what it must, and says so', async (format) => {
    const { files, losses } = writeFiles(format, [everything]);
    expect(losses.map(({ what }) => what)).toEqual(forced[format]);
    const { documents, problems } = await readFiles(files);
    expect(problems).toEqual([]);
    const [document] = documents;
    const lost = forced[format] ?? [];
    const isLost = (beginning: string): boolean => lost.some((what) => what.startsWith(beginning));
    const original = everything.annotations;
    expect(document?.annotations.map(({ type }) => type)).toEqual(original.map(({ type }) => type));
    const spans = (from: AnnotatedDocument | undefined): unknown =>
      from?.annotations.map(({ ranges, text: covered }) => {
        const [start, end] = [ranges[0]?.start, ranges.at(-1)?.end];
        // A table does not have what stands before a mention, and so how many code units that is.
        return isLost('the text') ? covered : isLost('discontinuous') ? { start, end } : ranges;
      });
    expect(spans(document)).toEqual(spans(everything));
    if (!isLost('concepts')) {
      const curies = (from: AnnotatedDocument | undefined): unknown =>
        from?.annotations.map(({ concepts }) => concepts.map(({ curie }) => curie));
      expect(curies(document)).toEqual(curies(everything));
    }
    if (!isLost('attributes')) {
      const details = ({ attributes, comments }: DocumentAnnotation): unknown => ({ attributes, comments });
      expect(document?.annotations.map(details)).toEqual(original.map(details));
    }
    if (!isLost('relations')) {
      expect(document?.relations.map(({ type, nodes }) => `${type} ${nodes.length}`)).toEqual(['treats 2']);
    }
    if (!isLost('the text') && !isLost('line ends') && !isLost('white space')) {
      expect(document?.text).toBe(text);
    }
    if (lost.length === 0) {
      expect({ ...document, passages: [] }).toEqual({ ...everything, passages: [] });
      expect(document?.passages[0]).toMatchObject({ range: everything.passages[0]?.range });
    }
  });

  it.each(Object.keys(kept))('%s keeps any text and any annotations', async (format) => {
    const keep = kept[format] ?? whole;
    await fc.assert(
      fc.asyncProperty(annotatedDocument, async (document) => {
        const { files } = writeFiles(format, [document]);
        const { documents, problems } = await readFiles(files);
        expect(problems).toEqual([]);
        expect(documents[0]?.text ?? '').toBe(document.text);
        const order = ({ id }: DocumentAnnotation, other: DocumentAnnotation): number =>
          id.localeCompare(other.id, 'en', { numeric: true });
        const back = [...(documents[0]?.annotations ?? [])].sort(order);
        expect(back.map((one) => keep(one, document))).toEqual(
          document.annotations.map((one) => keep(one, document)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('Web Annotations keep any text and any annotations', async () => {
    await fc.assert(
      fc.asyncProperty(annotatedDocument, async (document) => {
        fc.pre(!document.text.startsWith('\uFEFF'));
        const { documents, problems } = await readFiles(writeFiles('web-annotation', [document]).files);
        expect(problems).toEqual([]);
        expect(documents[0]?.text).toBe(document.text);
        expect(documents[0]?.annotations.map(whole)).toEqual(document.annotations.map(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('brat keeps any text and any annotations, cut at line ends', async () => {
    await fc.assert(
      fc.asyncProperty(annotatedDocument, async (document) => {
        // A byte order mark tells of the file's encoding and is none of the text.
        fc.pre(!document.text.startsWith('\uFEFF'));
        const { files, losses } = writeFiles('brat', [document]);
        const { documents, problems } = await readFiles(files);
        expect(problems).toEqual([]);
        expect(documents[0]?.text).toBe(document.text);
        const isCut = losses.some(({ what }) => /over a line end|nothing but white space/u.test(what));
        if (!isCut) {
          expect(documents[0]?.annotations.map(whole)).toEqual(document.annotations.map(whole));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('PubTator, CoNLL and tables keep the text of what they can hold', async () => {
    const single = plainDocument('7', 'Pain and \u{1F600} fever. No cough.');
    const ranges = [{ start: 9, end: 17 }];
    const one = { ...single, annotations: [{ ...annotation('T1', ranges, {}), text: '\u{1F600} fever' }] };
    for (const format of ['pubtator', 'conll', 'csv', 'tsv']) {
      const { documents, problems } = await readFiles(writeFiles(format, [one, { ...one, id: '8' }]).files);
      expect(problems).toEqual([]);
      expect(documents.map(({ id }) => id)).toEqual(['7', '8']);
      expect(documents.map(({ annotations: [first] }) => [first?.ranges, first?.text])).toEqual([
        [ranges, '\u{1F600} fever'],
        [ranges, '\u{1F600} fever'],
      ]);
    }
  });
});
