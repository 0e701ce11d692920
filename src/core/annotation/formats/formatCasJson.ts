import type { AnnotatedDocument } from '../annotatedDocument.ts';
import { conceptIri } from './conceptIris.ts';
import { formatJson } from './formatJson.ts';

/** The layer "Named entity", which every project of INCEpTION has: a tag and the IRI of a concept. */
export const mentionType = 'de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity';
const metaType = 'de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData';

const stringFeature = (name: string) => ({ '%NAME': name, '%RANGE': 'uima.cas.String' });

/** One document; offsets are UTF-16 code units, as Java counts. */
export function formatCasJson({ id, text, annotations }: AnnotatedDocument): string {
  const sofa = {
    '%ID': 1,
    '%TYPE': 'uima.cas.Sofa',
    sofaNum: 1,
    sofaID: '_InitialView',
    mimeType: 'text',
    sofaString: text,
  };
  const meta = {
    '%ID': 2,
    '%TYPE': metaType,
    '@sofa': 1,
    begin: 0,
    end: text.length,
    language: 'x-unspecified',
    documentTitle: id,
    documentId: id,
  };
  const mentions = annotations.map(({ type, ranges, concepts: [concept] }, i) => ({
    '%ID': i + 3,
    '%TYPE': mentionType,
    '@sofa': 1,
    begin: ranges[0]?.start ?? 0,
    end: ranges.at(-1)?.end ?? 0,
    ...(type !== '' && { value: type }),
    ...(concept && { identifier: conceptIri(concept.curie) }),
  }));
  const cas = {
    '%TYPES': {
      [metaType]: {
        '%NAME': metaType,
        '%SUPER_TYPE': 'uima.tcas.DocumentAnnotation',
        documentTitle: stringFeature('documentTitle'),
        documentId: stringFeature('documentId'),
      },
      [mentionType]: {
        '%NAME': mentionType,
        '%SUPER_TYPE': 'uima.tcas.Annotation',
        value: stringFeature('value'),
        identifier: stringFeature('identifier'),
      },
    },
    '%FEATURE_STRUCTURES': [sofa, meta, ...mentions],
    '%VIEWS': {
      _InitialView: { '%SOFA': 1, '%MEMBERS': [meta, ...mentions].map((member) => member['%ID']) },
    },
  };
  return `${formatJson(cas, 1)}\n`;
}
