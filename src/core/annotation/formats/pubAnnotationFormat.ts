import * as z from 'zod';
import { readJsonElements } from '../../vocabulary/importers/oboGraphs/jsonElements.ts';
import type { ConceptReference, TextRange } from '../annotation.ts';
import {
  type AnnotatedDocument,
  type Attribute,
  type DocumentAnnotation,
  plainDocument,
} from '../annotatedDocument.ts';
import { type CodePointOffsets, createCodePointOffsets } from '../codePointOffsets.ts';
import { textOfRanges } from '../ranges.ts';
import { type AnnotationFormat, type DocumentRecord, problemAt } from './annotationFormat.ts';
import { keyOf, noConcept } from './conceptCell.ts';
import { identifierInfon } from './bioc/biocDocument.ts';
import { toAttributes } from './bioc/parseBiocJson.ts';
import { addUnheld, type Feature } from './losses.ts';
import { createPubAnnotationWriter } from './pubAnnotationWriter.ts';
import { createIds } from './uniqueIds.ts';

const unheld: readonly Feature[] = ['passages'];

const id = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((written) => String(written ?? ''));
const spanSchema = z.object({ begin: z.number(), end: z.number() });
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const attributeSchema = z.object({ id, subj: id, pred: z.string(), obj: value });
const schema = z.looseObject({
  text: z.string(),
  denotations: z
    .array(
      z.object({
        id,
        span: z.union([spanSchema.transform((span) => [span]), z.array(spanSchema)]),
        obj: value,
      }),
    )
    .nullish(),
  attributes: z.array(attributeSchema).nullish(),
  // Before 2020, a modification was what an attribute is now.
  modifications: z.array(z.object({ id, pred: z.string(), obj: id })).nullish(),
  relations: z.array(z.object({ id, subj: id, pred: z.string(), obj: id })).nullish(),
});
type Source = z.infer<typeof schema>;

/** PubAnnotation's JSON, one document or a list of them: https://www.pubannotation.org/docs/annotation-format/. */
export const pubAnnotationFormat: AnnotationFormat = {
  format: 'pubannotation',
  title: 'PubAnnotation JSON',
  layout: 'collection',
  ending: '.json',
  unheld,
  reader: {
    recognize: (files) =>
      files.filter(
        ({ head }) =>
          /^\uFEFF?\s*(?:\[\s*)?\{/u.test(head) &&
          /"text"\s*:/u.test(head) &&
          /"(?:denotations|sourcedb|sourceid)"\s*:/u.test(head) &&
          !/"passages"\s*:/u.test(head),
      ),
    async *read(files, { signal }): AsyncGenerator<DocumentRecord> {
      for (const { path, head, ...file } of files) {
        const paths = /^\uFEFF?\s*\[/u.test(head) ? ['$.*'] : ['$'];
        for await (const { value: json, line } of readJsonElements({ path, ...file }, paths, signal)) {
          const parsed = schema.safeParse(json);
          if (parsed.success) {
            const name = path.replace(/^.*\//u, '').replace(/\.json$/iu, '');
            yield* readDocument(parsed.data, name, path, line);
          } else {
            const where = parsed.error.issues[0]?.path.join('.') ?? '';
            const message = `This is no document of PubAnnotation (see ${where}); it is left out.`;
            yield problemAt(path, line, message);
          }
        }
      }
    },
  },
  createWriter(losses) {
    const writer = createPubAnnotationWriter(losses);
    return {
      write(document) {
        addUnheld(document, unheld, losses);
        return writer.write(document);
      },
      end: () => writer.end(),
    };
  },
};

/** What is not text or annotations of it. */
const fields = new Set(['text', 'denotations', 'attributes', 'modifications', 'relations', 'sourceid']);

function* readDocument(source: Source, name: string, file: string, line: number): Generator<DocumentRecord> {
  const { text, denotations, relations, sourceid } = source;
  const offsets = createCodePointOffsets(text);
  const documentId = typeof sourceid === 'string' || typeof sourceid === 'number' ? String(sourceid) : name;
  const wanted = [...(denotations ?? []), ...(relations ?? [])].map((item) => item.id);
  const nextId = createIds(wanted);
  const bySubject = groupAttributes(source);
  const annotations: DocumentAnnotation[] = [];
  for (const denotation of denotations ?? []) {
    const annotationId = nextId(denotation.id, 'T');
    const ranges = readRanges(denotation.span, offsets);
    if (ranges === undefined) {
      const message = `document ${documentId}, ${annotationId}: its span is empty or lies outside the text; it is left out.`;
      yield problemAt(file, line, message);
      continue;
    }
    annotations.push({
      id: annotationId,
      type: denotation.obj,
      ranges,
      text: textOfRanges(text, ranges),
      ...readAttributes(bySubject.get(denotation.id) ?? []),
    });
  }
  const document: AnnotatedDocument = {
    ...plainDocument(documentId, text),
    annotations,
    relations: (relations ?? []).map(({ id: relationId, subj, pred, obj }) => ({
      id: nextId(relationId, 'R'),
      type: pred,
      nodes: [
        { role: 'subj', target: subj },
        { role: 'obj', target: obj },
      ],
      attributes: bySubject.get(relationId) ?? [],
    })),
    attributes: toAttributes(
      Object.fromEntries(Object.entries(source).filter(([field]) => !fields.has(field))),
    ),
  };
  yield { kind: 'document', document };
}

function groupAttributes({ attributes, modifications }: Source): ReadonlyMap<string, readonly Attribute[]> {
  const bySubject = new Map<string, Attribute[]>();
  const all = [
    ...(attributes ?? []),
    ...(modifications ?? []).map(({ pred, obj }) => ({ subj: obj, pred, obj: 'true' })),
  ];
  for (const { subj, pred, obj } of all) {
    bySubject.set(subj, [...(bySubject.get(subj) ?? []), { name: pred, value: obj }]);
  }
  return bySubject;
}

function readRanges(
  spans: readonly { begin: number; end: number }[],
  offsets: CodePointOffsets,
): TextRange[] | undefined {
  const ordered = [...spans].sort((a, b) => a.begin - b.begin);
  const isSound = ordered.every(
    ({ begin, end }, i) =>
      begin >= (ordered[i - 1]?.end ?? offsets.first) && begin < end && end <= offsets.last,
  );
  return isSound && ordered.length > 0
    ? ordered.map(({ begin, end }) => ({ start: offsets.toUtf16(begin), end: offsets.toUtf16(end) }))
    : undefined;
}

/** Which of them are identifiers, names and comments. */
function readAttributes(
  all: readonly Attribute[],
): Pick<DocumentAnnotation, 'concepts' | 'attributes' | 'comments' | 'conceptKey'> {
  const key = identifierInfon(all)?.name;
  const curies = all.filter(({ name, value: cell }) => name === key && !noConcept.has(cell.toUpperCase()));
  const names = all.filter(({ name }) => name === 'name');
  const isNamed = curies.length > 0 && names.length === curies.length;
  const concepts = curies.map(({ value: curie }, i): ConceptReference => ({
    curie,
    preferredName: isNamed ? (names[i]?.value ?? '') : '',
  }));
  return {
    concepts,
    attributes: all.filter(({ name }) => name !== key && name !== 'comment' && !(name === 'name' && isNamed)),
    comments: all.filter(({ name }) => name === 'comment').map(({ value: comment }) => comment),
    ...keyOf(concepts, key),
  };
}
