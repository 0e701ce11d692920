import type { TextRange } from '../annotation.ts';
import type { AnnotatedDocument, DocumentAnnotation } from '../annotatedDocument.ts';
import { createCodePointOffsets } from '../codePointOffsets.ts';
import { conceptIri } from './conceptIris.ts';
import { formatJson } from './formatJson.ts';
import { type LossList, placeOf } from './losses.ts';

/** What stands around a mention, in UTF-16 code units. */
const quotedAround = 32;

/** A page of annotations whose source is the note, by the name of its file. */
export function formatWebAnnotations(document: AnnotatedDocument, losses: LossList): string {
  const { id, text, annotations } = document;
  const offsets = createCodePointOffsets(text);
  const source = `${encodeURIComponent(id.toWellFormed())}.txt`;
  const toResource = ({ start, end }: TextRange) => ({
    type: 'SpecificResource',
    source,
    selector: [
      {
        type: 'TextPositionSelector',
        start: offsets.toCodePoint(start),
        end: offsets.toCodePoint(end),
      },
      {
        type: 'TextQuoteSelector',
        exact: text.slice(start, end),
        prefix: text.slice(Math.max(start - quotedAround, 0), start),
        suffix: text.slice(end, end + quotedAround),
      },
    ],
  });
  const items = annotations.map((annotation) => {
    const resources = annotation.ranges.map(toResource);
    if (annotation.attributes.some(({ name }) => name.includes('='))) {
      losses.add('= in names of attributes (read as the end of the name)', placeOf(document, annotation.id));
    }
    return {
      id: `${source}#annotation-${annotation.id}`,
      type: 'Annotation',
      motivation: 'identifying',
      body: bodiesOf(annotation),
      target: resources.length === 1 ? resources[0] : { type: 'Composite', items: resources },
    };
  });
  const page = {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: `${source}#annotations`,
    type: 'AnnotationPage',
    items,
  };
  return `${formatJson(page, 1)}\n`;
}

function bodiesOf({ type, concepts, attributes, comments }: DocumentAnnotation): object[] {
  const textual = (purpose: string, value: string) => ({ type: 'TextualBody', purpose, value });
  return [
    ...(type === '' ? [] : [textual('tagging', type)]),
    ...concepts.map(({ curie, preferredName }) => ({
      type: 'SpecificResource',
      purpose: 'identifying',
      source: conceptIri(curie),
      ...(preferredName !== '' && { label: preferredName }),
    })),
    ...attributes.map(({ name, value }) =>
      textual('classifying', value === 'true' ? name : `${name}=${value}`),
    ),
    ...comments.map((comment) => textual('commenting', comment)),
  ];
}
