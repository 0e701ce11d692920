import * as z from 'zod';
import { readJsonElements } from '../../vocabulary/importers/oboGraphs/jsonElements.ts';
import { type AnnotatedDocument, type DocumentAnnotation, plainDocument } from '../annotatedDocument.ts';
import { createUnitOffsets, type OffsetUnit } from '../codePointOffsets.ts';
import { type AnnotationFormat, type DocumentRecord, problemAt } from './annotationFormat.ts';
import { toConcept } from './conceptIris.ts';
import { formatCasJson, mentionType } from './formatCasJson.ts';
import { addUnheld, type Feature } from './losses.ts';

const unheld: readonly Feature[] = [
  'ids',
  'pieces',
  'severalConcepts',
  'names',
  'attributes',
  'comments',
  'relations',
  'passages',
  'details',
];

const structureSchema = z.looseObject({
  '%ID': z.number(),
  '%TYPE': z.string(),
  '@sofa': z.number().optional(),
  sofaString: z.string().optional(),
  documentTitle: z.string().optional(),
  begin: z.number().optional(),
  end: z.number().optional(),
  value: z.string().nullish(),
  identifier: z.string().nullish(),
});
type Structure = z.infer<typeof structureSchema>;

/** What the header of a file may say of its offsets; Java's is what counts where it says nothing. */
const units: ReadonlyMap<unknown, OffsetUnit> = new Map([
  ['UTF-8', 'bytes'],
  ['UTF-16', 'codeUnits'],
  ['UTF-32', 'codePoints'],
]);

/**
 * UIMA's JSON CAS, which INCEpTION reads and writes: the annotations of its layer "Named entity"
 * (https://github.com/apache/uima-uimaj-io-jsoncas, SPECIFICATION.adoc, 0.4.0).
 */
export const casJsonFormat: AnnotationFormat = {
  format: 'cas-json',
  title: 'UIMA CAS JSON (INCEpTION)',
  layout: 'document',
  ending: '.json',
  unheld,
  reader: {
    recognize: (files) =>
      files.filter(
        ({ head }) => /^\uFEFF?\s*\{/u.test(head) && /"%(?:TYPES|FEATURE_STRUCTURES)"/u.test(head),
      ),
    async *read(files, { signal, losses }): AsyncGenerator<DocumentRecord> {
      for (const file of files) {
        const structures: Structure[] = [];
        let unit: OffsetUnit = 'codeUnits';
        const paths = ['$.%FEATURE_STRUCTURES.*', '$.%HEADER.*'];
        for await (const { keys, value, line } of readJsonElements(file, paths, signal)) {
          const parsed = structureSchema.safeParse(value);
          if (keys[0] === '%HEADER') {
            unit = keys[1] === 'offset-encoding' ? (units.get(value) ?? unit) : unit;
          } else if (parsed.success) {
            structures.push(parsed.data);
          } else {
            yield problemAt(file.path, line, 'This is no feature structure; it is left out.');
          }
        }
        const left = structures.filter((structure) => isOtherAnnotation(structure));
        left.forEach((structure) => {
          losses.add(
            'annotations of other layers than "Named entity"',
            `${file.path}, %ID ${structure['%ID']}`,
          );
        });
        yield* readDocument(structures, file.path, unit);
      }
    },
  },
  createWriter: (losses) => ({
    write(document) {
      addUnheld(document, unheld, losses);
      return [{ ending: '.json', text: formatCasJson(document) }];
    },
    end: () => [],
  }),
};

/** Not the ones that any text has. */
function isOtherAnnotation({ '%TYPE': type, begin }: Structure): boolean {
  return (
    begin !== undefined &&
    type !== mentionType &&
    !/(?:DocumentMetaData|DocumentAnnotation|\.Sentence|\.Token)$/u.test(type)
  );
}

function* readDocument(
  structures: readonly Structure[],
  file: string,
  unit: OffsetUnit,
): Generator<DocumentRecord> {
  const sofa = structures.find((structure) => structure['%TYPE'] === 'uima.cas.Sofa');
  const text = sofa?.sofaString;
  if (text === undefined) {
    yield problemAt(file, 1, 'It has no text (sofaString); it is left out.');
    return;
  }
  const offsets = createUnitOffsets(text, unit);
  const annotations: DocumentAnnotation[] = [];
  const mentions = structures.filter((structure) => structure['%TYPE'] === mentionType);
  for (const { '%ID': id, '@sofa': sofaId, begin = NaN, end = NaN, value, identifier } of mentions) {
    if (!(sofaId === sofa?.['%ID'] && begin >= 0 && begin < end && end <= offsets.last)) {
      yield problemAt(file, 1, `%ID ${id}: its span is empty or lies outside the text; it is left out.`);
      continue;
    }
    const range = { start: offsets.toUtf16(begin), end: offsets.toUtf16(end) };
    annotations.push({
      id: `T${annotations.length + 1}`,
      type: value ?? '',
      ranges: [range],
      text: text.slice(range.start, range.end),
      concepts: identifier == null ? [] : [{ curie: toConcept(identifier), preferredName: '' }],
      attributes: [],
      comments: [],
    });
  }
  const title = structures.find(({ documentTitle }) => documentTitle !== undefined)?.documentTitle;
  const name = file.replace(/^.*\//u, '').replace(/\.json$/iu, '');
  const document: AnnotatedDocument = { ...plainDocument(title ?? name, text), annotations };
  yield { kind: 'document', document };
}
