import { readJsonElements } from '../../../vocabulary/importers/oboGraphs/jsonElements.ts';
import type { SampledFile } from '../../../vocabulary/importers/importer.ts';
import type { Attribute } from '../../annotatedDocument.ts';
import { type AnnotationFormat, type DocumentRecord, problemAt } from '../annotationFormat.ts';
import { collectionDetails, createBiocWriter } from './biocWriter.ts';
import { formatCollectionStart, formatDocument } from './formatBiocJson.ts';
import { fromBioc } from './fromBioc.ts';
import { parseBiocJson, toAttributes } from './parseBiocJson.ts';

/** In a collection, in what PubTator 3 answers, and in a list of collections. */
const documentPaths = ['$.documents.*', '$.PubTator3.*', '$.*.documents.*', '$.*.PubTator3.*'];
const detailPaths = [...collectionDetails, 'infons'].map((name) => `$.${name}`);

/** BioC's JSON form, a collection or a single document: https://github.com/ncbi-nlp/BioC-JSON. */
export const biocJsonFormat: AnnotationFormat = {
  format: 'bioc-json',
  title: 'BioC JSON',
  layout: 'collection',
  ending: '.json',
  unheld: [],
  reader: {
    recognize: (files) =>
      files.filter(({ head }) => /^\uFEFF?\s*[[{]/u.test(head) && /"passages"\s*:\s*\[/u.test(head)),
    async *read(files, { signal }): AsyncGenerator<DocumentRecord> {
      for (const file of files) {
        const collection: Attribute[] = [];
        const paths = hasCollection(file) ? [...documentPaths, ...detailPaths] : ['$'];
        for await (const { keys, value, line } of readJsonElements(file, paths, signal)) {
          const name = String(keys[0] ?? '');
          if (keys.length === 1 && name === 'infons') {
            collection.push(...toAttributes(value as Record<string, unknown>));
          } else if (keys.length === 1) {
            collection.push(...toAttributes({ [name]: value === '' ? null : value }));
          } else {
            const values: unknown[] = Array.isArray(value) ? value : [value];
            for (const one of values) {
              yield* readDocument(one, file.path, line, collection);
            }
          }
        }
      }
    },
  },
  createWriter: (losses) =>
    createBiocWriter('.json', losses, {
      start: (collection) => formatCollectionStart(collection, losses),
      document: (document) => formatDocument(document, losses),
      between: ',\n',
      end: '\n]}\n',
    }),
};

function hasCollection({ head }: SampledFile): boolean {
  const documents = head.search(/"(?:documents|PubTator3)"\s*:/u);
  return documents !== -1 && documents < head.search(/"passages"\s*:/u);
}

function* readDocument(
  value: unknown,
  file: string,
  line: number,
  collection: readonly Attribute[],
): Generator<DocumentRecord> {
  const parsed = parseBiocJson(value, line);
  if (parsed.document === undefined) {
    yield problemAt(file, line, `This is no document of BioC (${parsed.reason}); it is left out.`);
    return;
  }
  const { document, problems } = fromBioc(parsed.document, file, collection);
  yield* problems.map((problem): DocumentRecord => ({ kind: 'problem', problem }));
  yield { kind: 'document', document };
}
