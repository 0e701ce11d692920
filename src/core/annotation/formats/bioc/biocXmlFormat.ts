import { readElements } from '../../../vocabulary/importers/xml/readElements.ts';
import type { Attribute } from '../../annotatedDocument.ts';
import type { AnnotationFormat, DocumentRecord } from '../annotationFormat.ts';
import { collectionDetails, createBiocWriter } from './biocWriter.ts';
import { formatCollectionStart, formatDocument } from './formatBiocXml.ts';
import { fromBioc } from './fromBioc.ts';
import { infonsOf, parseBiocXml } from './parseBiocXml.ts';

/** BioC's XML form: http://bioc.sourceforge.net. */
export const biocXmlFormat: AnnotationFormat = {
  format: 'bioc-xml',
  title: 'BioC XML',
  layout: 'collection',
  ending: '.xml',
  unheld: [],
  reader: {
    recognize: (files) =>
      files.filter(
        ({ head }) =>
          /^\uFEFF?\s*<(?:\?xml|!--|!DOCTYPE|collection)/u.test(head) &&
          /<!DOCTYPE\s+collection\b|<collection[\s>]/u.test(head),
      ),
    async *read(files, { signal }): AsyncGenerator<DocumentRecord> {
      for (const file of files) {
        const collection: Attribute[] = [];
        const isWanted = (name: string, parent: string | undefined): boolean =>
          parent === 'collection' && [...collectionDetails, 'infon', 'document'].includes(name);
        for await (const element of readElements(file, isWanted, signal)) {
          if (element.name === 'document') {
            const { document, problems } = fromBioc(parseBiocXml(element), file.path, collection);
            yield* problems.map((problem): DocumentRecord => ({ kind: 'problem', problem }));
            yield { kind: 'document', document };
          } else if (element.name === 'infon') {
            collection.push(...infonsOf({ ...element, children: [element] }));
          } else if (element.text !== '' && element.name !== 'collection') {
            collection.push({ name: element.name, value: element.text });
          }
        }
      }
    },
  },
  createWriter: (losses) =>
    createBiocWriter('.xml', losses, {
      start: (collection) => formatCollectionStart(collection, losses),
      document: (document) => formatDocument(document, losses),
      between: '',
      end: '</collection>\n',
    }),
};
