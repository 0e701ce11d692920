import type { AnnotatedDocument, Attribute, DocumentAnnotation } from '../annotatedDocument.ts';
import { type CodePointOffsets, createCodePointOffsets } from '../codePointOffsets.ts';
import type { DocumentWriter } from './annotationFormat.ts';
import { identifierInfon } from './bioc/biocDocument.ts';
import { defaultKey } from './conceptCell.ts';
import { formatJson } from './formatJson.ts';
import { features, type LossList, placeOf } from './losses.ts';

/** One document as an object, several as a list of objects. */
export function createPubAnnotationWriter(losses: LossList): DocumentWriter {
  /** It is not known yet whether it is the only one. */
  let first: string | undefined;
  let count = 0;
  return {
    write(document) {
      const text = formatJson(toPubAnnotation(document, losses));
      count += 1;
      if (count === 1) {
        first = text;
        return [];
      }
      const start = count === 2 ? `[\n${first ?? ''}` : '';
      return [{ ending: '.json', text: `${start},\n${text}` }];
    },
    end: () => [{ ending: '.json', text: count === 1 ? `${first ?? ''}\n` : count === 0 ? '[]\n' : '\n]\n' }],
  };
}

function toPubAnnotation(document: AnnotatedDocument, losses: LossList): object {
  const offsets = createCodePointOffsets(document.text);
  if (document.collection.length > 0) {
    losses.add(features.details, placeOf(document));
  }
  const given = document.attributes.filter(({ name }) => !reserved.has(name));
  if (given.length < document.attributes.length) {
    losses.add('attributes with the name of a field', placeOf(document));
  }
  const relations = document.relations.filter(({ id, nodes: [subj, obj, ...others] }) => {
    const isPair = subj !== undefined && obj !== undefined && others.length === 0;
    if (!isPair) {
      losses.add(`${features.relations} that are not between two annotations`, placeOf(document, id));
    } else if (subj.role !== 'subj' || obj.role !== 'obj') {
      losses.add('roles in relations', placeOf(document, id));
    }
    return isPair;
  });
  const attributes = [
    ...document.annotations.flatMap((annotation) =>
      attributesOf(annotation, document, losses).map((attribute) => ({ ...attribute, subj: annotation.id })),
    ),
    ...relations.flatMap(({ id, attributes: own }) => own.map((attribute) => ({ ...attribute, subj: id }))),
  ];
  return {
    ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
    sourceid: document.id,
    text: document.text,
    denotations: document.annotations.map(({ id, type, ranges }) => ({
      id,
      span: spanOf(ranges, offsets),
      obj: type,
    })),
    attributes: attributes.map(({ subj, name, value }, i) => ({
      id: `A${i + 1}`,
      subj,
      pred: name,
      obj: value === 'true' ? true : value,
    })),
    relations: relations.map(({ id, type, nodes: [subj, obj] }) => ({
      id,
      subj: subj?.target,
      pred: type,
      obj: obj?.target,
    })),
  };
}

const reserved: ReadonlySet<string> = new Set([
  'text',
  'denotations',
  'attributes',
  'modifications',
  'relations',
  'sourceid',
]);

/** A list where it is in pieces (PubAnnotation's "bag" of spans). */
function spanOf(ranges: DocumentAnnotation['ranges'], offsets: CodePointOffsets): unknown {
  const spans = ranges.map(({ start, end }) => ({
    begin: offsets.toCodePoint(start),
    end: offsets.toCodePoint(end),
  }));
  return spans.length === 1 ? spans[0] : spans;
}

function attributesOf(
  { id, concepts, attributes, comments, conceptKey }: DocumentAnnotation,
  document: AnnotatedDocument,
  losses: LossList,
): Attribute[] {
  const key = conceptKey ?? defaultKey;
  const isNamed = concepts.some(({ preferredName }) => preferredName !== '');
  const fields = [
    ...concepts.map(({ curie }) => ({ name: key, value: curie })),
    ...(isNamed ? concepts.map(({ preferredName }) => ({ name: 'name', value: preferredName })) : []),
    ...comments.map((comment) => ({ name: 'comment', value: comment })),
  ];
  const expected = concepts.length === 0 ? undefined : key;
  const names = attributes.filter(({ name }) => name === 'name').length;
  const held = attributes.filter(
    (attribute) =>
      attribute.name !== 'comment' &&
      attribute.name !== expected &&
      identifierInfon([...fields, attribute])?.name === expected &&
      !(attribute.name === 'name' && concepts.length > 0 && (isNamed || names === concepts.length)),
  );
  if (held.length < attributes.length) {
    losses.add('attributes with the name of a field', placeOf(document, id));
  }
  return [...fields, ...held];
}
