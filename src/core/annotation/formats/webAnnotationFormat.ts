import * as z from 'zod';
import { readJsonElements } from '../../vocabulary/importers/oboGraphs/jsonElements.ts';
import type { SampledFile } from '../../vocabulary/importers/importer.ts';
import { type AnnotatedDocument, type DocumentAnnotation, plainDocument } from '../annotatedDocument.ts';
import { type CodePointOffsets, createCodePointOffsets } from '../codePointOffsets.ts';
import { textOfRanges } from '../ranges.ts';
import { type AnnotationFormat, type DocumentRecord, problemAt } from './annotationFormat.ts';
import { toConcept } from './conceptIris.ts';
import { formatWebAnnotations } from './formatWebAnnotations.ts';
import { addUnheld, type Feature } from './losses.ts';
import { readWholeText } from './readTextLines.ts';
import { createIds } from './uniqueIds.ts';

const unheld: readonly Feature[] = ['relations', 'passages', 'details'];

const bodySchema = z.looseObject({
  purpose: z.string().optional(),
  value: z.string().optional(),
  source: z.string().optional(),
  label: z.string().optional(),
});
const selectorSchema = z.looseObject({
  type: z.string(),
  start: z.number().optional(),
  end: z.number().optional(),
});
const resourceSchema = z.looseObject({ selector: z.union([selectorSchema, z.array(selectorSchema)]) });
const annotationSchema = z.looseObject({
  id: z.string().optional(),
  body: z.union([bodySchema.transform((body) => [body]), z.array(bodySchema)]).optional(),
  target: z.union([
    z.looseObject({ items: z.array(resourceSchema) }).transform(({ items }) => items),
    resourceSchema.transform((resource) => [resource]),
  ]),
});

/**
 * The W3C's Web Annotations as JSON-LD, a page of them beside the note that they are about
 * (https://www.w3.org/TR/annotation-model/). Positions count code points (4.2.5).
 */
export const webAnnotationFormat: AnnotationFormat = {
  format: 'web-annotation',
  title: 'W3C Web Annotation JSON-LD',
  layout: 'document',
  ending: '.jsonld',
  unheld,
  reader: {
    recognize(files) {
      const pages = files.filter(({ head }) => head.includes('www.w3.org/ns/anno.jsonld'));
      const notes = new Set(pages.map(({ path }) => notePath(path)));
      return files.filter((file) => pages.includes(file) || notes.has(file.path));
    },
    async *read(files, { signal }): AsyncGenerator<DocumentRecord> {
      const byPath = new Map(files.map((file) => [file.path, file]));
      for (const page of files.filter(({ head }) => head.includes('www.w3.org/ns/anno.jsonld'))) {
        const note = byPath.get(notePath(page.path));
        if (note === undefined) {
          yield problemAt(page.path, 1, 'Its note is missing; it is left out. Put the .txt file beside it.');
        } else {
          yield* readPage(page, await readWholeText(note, signal), signal);
        }
      }
    },
  },
  createWriter: (losses) => ({
    write(document) {
      addUnheld(document, unheld, losses);
      return [
        { ending: '.txt', text: document.text },
        { ending: '.jsonld', text: formatWebAnnotations(document, losses) },
      ];
    },
    end: () => [],
  }),
};

function notePath(path: string): string {
  return path.replace(/\.(?:jsonld|json)$/iu, '.txt');
}

async function* readPage(
  file: SampledFile,
  note: string,
  signal?: AbortSignal,
): AsyncGenerator<DocumentRecord> {
  // Whether other programs count it, nobody says; the encoding it tells of is none of the text.
  const text = note.replace(/^\uFEFF/u, '');
  const offsets = createCodePointOffsets(text);
  const isList = /^\uFEFF?\s*\[/u.test(file.head);
  const paths = isList ? ['$.*'] : file.head.includes('"items"') ? ['$.items.*'] : ['$'];
  const annotations: DocumentAnnotation[] = [];
  const nextId = createIds([]);
  for await (const { value, line } of readJsonElements(file, paths, signal)) {
    const parsed = annotationSchema.safeParse(value);
    const ranges = parsed.success ? readRanges(parsed.data.target, offsets) : undefined;
    if (!parsed.success || ranges === undefined) {
      const message = 'This is no annotation with a TextPositionSelector inside the note; it is left out.';
      yield problemAt(file.path, line, message);
      continue;
    }
    const { id = '', body = [] } = parsed.data;
    annotations.push({
      id: nextId(decodeId(id), 'T'),
      ranges,
      text: textOfRanges(text, ranges),
      ...readBodies(body),
    });
  }
  const id = file.path.replace(/^.*\//u, '').replace(/\.\w+$/u, '');
  const document: AnnotatedDocument = { ...plainDocument(id, text), annotations };
  yield { kind: 'document', document };
}

function readRanges(
  resources: readonly z.infer<typeof resourceSchema>[],
  offsets: CodePointOffsets,
): { start: number; end: number }[] | undefined {
  const found = resources.map(({ selector }) => {
    const selectors = Array.isArray(selector) ? selector : [selector];
    const { start = NaN, end = NaN } = selectors.find(({ type }) => type === 'TextPositionSelector') ?? {};
    return { start, end };
  });
  const isSound = found.every(
    ({ start, end }, i) =>
      start >= (found[i - 1]?.end ?? offsets.first) && start < end && end <= offsets.last,
  );
  return isSound && found.length > 0
    ? found.map(({ start, end }) => ({ start: offsets.toUtf16(start), end: offsets.toUtf16(end) }))
    : undefined;
}

function readBodies(
  bodies: readonly z.infer<typeof bodySchema>[],
): Pick<DocumentAnnotation, 'type' | 'concepts' | 'attributes' | 'comments'> {
  const values = (purpose: string): string[] =>
    bodies.flatMap((body) => (body.purpose === purpose && body.value !== undefined ? [body.value] : []));
  return {
    type: values('tagging')[0] ?? '',
    concepts: bodies.flatMap(({ source, label = '' }) =>
      source === undefined ? [] : [{ curie: toConcept(source), preferredName: label }],
    ),
    attributes: values('classifying').map((written) => {
      const [, name = written, value = 'true'] = /^([^=]*)=(.*)$/su.exec(written) ?? [];
      return { name, value };
    }),
    comments: [...values('commenting'), ...values('tagging').slice(1)],
  };
}

/** Of an annotation that was written here, the part behind the note's name. */
function decodeId(id: string): string {
  const [, fragment = ''] = /#annotation-(.+)$/u.exec(id) ?? [];
  return fragment === '' ? id : fragment;
}
