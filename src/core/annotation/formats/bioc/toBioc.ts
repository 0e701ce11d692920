import type { TextRange } from '../../annotation.ts';
import type {
  AnnotatedDocument,
  Attribute,
  DocumentAnnotation,
  Passage,
  Relation,
  Sentence,
} from '../../annotatedDocument.ts';
import { type CodePointOffsets, createCodePointOffsets } from '../../codePointOffsets.ts';
import { breaksCell, defaultKey } from '../conceptCell.ts';
import { coverText } from '../coverText.ts';
import { features, type LossList, placeOf } from '../losses.ts';
import { type BiocAnnotation, type BiocRelation, identifierInfon } from './biocDocument.ts';

type WrittenAnnotation = Omit<BiocAnnotation, 'line'>;

export interface WrittenSentence {
  readonly offset: number;
  readonly text: string;
  readonly infons: readonly Attribute[];
  readonly annotations: readonly WrittenAnnotation[];
}

/** Either its sentences have text and annotations, or it has them itself. */
export interface WrittenPassage extends WrittenSentence {
  readonly sentences: readonly WrittenSentence[];
}

export interface WrittenDocument {
  readonly id: string;
  readonly infons: readonly Attribute[];
  readonly passages: readonly WrittenPassage[];
  readonly relations: readonly BiocRelation[];
}

/**
 * A document as BioC has it, with an annotation in the passage or sentence in which it begins. Offsets are code
 * points, as PubTator and the BioC libraries for Python count, though the DTD's comment asks for bytes.
 */
export function toBioc(document: AnnotatedDocument, losses: LossList): WrittenDocument {
  const { id, text, attributes } = document;
  const offsets = createCodePointOffsets(text);
  const all = document.annotations.map((annotation) => ({
    start: annotation.ranges[0]?.start ?? 0,
    written: writeAnnotation(document, annotation, offsets, losses),
  }));
  const writePart = ({ range, attributes: infons = [] }: Partial<Sentence> & { range: TextRange }) => ({
    offset: offsets.toCodePoint(range.start),
    text: text.slice(range.start, range.end),
    infons,
    annotations: [] as WrittenAnnotation[],
  });
  const places: { readonly range: TextRange; readonly annotations: WrittenAnnotation[] }[] = [];
  const whole = { start: 0, end: text.length };
  const covered = coverText(text, whole, document.passages);
  // The DTD asks for a passage, even of a document without text.
  const passages = (covered.length > 0 ? covered : [{ range: whole }]).map((part) => {
    const { sentences }: Pick<Passage, 'sentences'> = { sentences: [], ...part };
    const parts = sentences.length === 0 ? [] : coverText(text, part.range, sentences);
    const passage = writePart(part);
    const written = parts.map((sentence) => {
      const place = writePart(sentence);
      places.push({ range: sentence.range, annotations: place.annotations });
      return place;
    });
    if (parts.length === 0) {
      places.push({ range: part.range, annotations: passage.annotations });
    }
    return { ...passage, text: parts.length === 0 ? passage.text : '', sentences: written };
  });
  let at = 0;
  for (const { start, written } of [...all].sort((a, b) => a.start - b.start)) {
    while (at + 1 < places.length && start >= (places[at]?.range.end ?? 0)) {
      at += 1;
    }
    places[at]?.annotations.push(written);
  }
  const relations = document.relations.flatMap((relation) => writeRelation(document, relation, losses));
  return { id, infons: attributes, passages, relations };
}

function writeAnnotation(
  document: AnnotatedDocument,
  { id, type, ranges, text, concepts, attributes, comments, conceptKey }: DocumentAnnotation,
  offsets: CodePointOffsets,
  losses: LossList,
): WrittenAnnotation {
  const lose = (what: string): void => {
    losses.add(what, placeOf(document, id));
  };
  const curies = concepts.map(({ curie }) => curie);
  if (curies.some(breaksCell)) {
    lose('identifiers with |, +, ; or , in them (read as several)');
  }
  const names = concepts.map(({ preferredName }) => preferredName);
  const isNamed = names.some((name) => name !== '');
  if (isNamed && names.some((name) => name.includes('|'))) {
    lose('preferred names with | in them');
  }
  if (comments.some((comment) => comment.includes('\n'))) {
    lose('line ends in comments (read as several comments)');
  }
  const fields: Attribute[] = [
    { name: 'type', value: type },
    { name: conceptKey ?? defaultKey, value: curies.join('|') },
    { name: 'name', value: isNamed && names.every((name) => !name.includes('|')) ? names.join('|') : '' },
    { name: 'comment', value: comments.join('\n') },
  ].filter(({ name, value }) => value !== '' || (name === 'comment' && comments.length > 0));
  const identifiers =
    curies.length === 0 ? undefined : fields.find(({ name }) => name === (conceptKey ?? defaultKey));
  const infons = attributes.filter((attribute) => {
    const isTaken =
      ['type', 'comment'].includes(attribute.name) ||
      identifierInfon([...fields, attribute]) !== identifiers ||
      (attribute.name === 'name' && attribute.value.split('|').length === curies.length);
    if (isTaken) {
      lose('attributes with the name of a field');
    }
    return !isTaken;
  });
  return {
    id,
    text,
    infons: [...fields, ...infons],
    locations: ranges.map(({ start, end }) => {
      const offset = offsets.toCodePoint(start);
      return { offset, length: offsets.toCodePoint(end) - offset };
    }),
  };
}

function writeRelation(
  document: AnnotatedDocument,
  { id, type, nodes, attributes }: Relation,
  losses: LossList,
): BiocRelation[] {
  const known = new Set([...document.annotations, ...document.relations].map((target) => target.id));
  if (nodes.some(({ target }) => !known.has(target))) {
    losses.add(`${features.relations} of what is no annotation`, placeOf(document, id));
    return [];
  }
  const infons = attributes.filter(({ name }) => name !== 'type');
  return [
    {
      id,
      infons: [...(type === '' ? [] : [{ name: 'type', value: type }]), ...infons],
      nodes: nodes.map(({ role, target }) => ({ refid: target, role })),
    },
  ];
}
