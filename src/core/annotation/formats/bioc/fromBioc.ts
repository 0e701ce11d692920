import type { ImportProblem } from '../../../vocabulary/importProblem.ts';
import type { ConceptReference, TextRange } from '../../annotation.ts';
import {
  type AnnotatedDocument,
  type Attribute,
  type DocumentAnnotation,
  valueOf,
} from '../../annotatedDocument.ts';
import { textOfRanges } from '../../ranges.ts';
import { keyOf, readConceptCell } from '../conceptCell.ts';
import { placeMention, type PlacedText } from '../placeMention.ts';
import { createIds } from '../uniqueIds.ts';
import { type BiocAnnotation, type BiocDocument, identifierInfon } from './biocDocument.ts';
import { layOutText } from './layOutText.ts';

/** A document of BioC as all formats have it; annotations that stand nowhere are problems. */
export function fromBioc(
  document: BiocDocument,
  file: string,
  collection: readonly Attribute[],
): { document: AnnotatedDocument; problems: readonly ImportProblem[] } {
  const laidOut = layOutText(document);
  const problems: ImportProblem[] = [];
  const nextId = createIds([...document.annotations, ...document.relations].map(({ id }) => id));
  const annotations = document.annotations.flatMap((annotation): DocumentAnnotation[] => {
    const { ranges, problem } = placeAnnotation(laidOut, annotation);
    if (problem !== undefined) {
      const message = `document ${document.id}, annotation ${annotation.id}: ${problem}`;
      problems.push({ file, line: annotation.line, message });
    }
    const id = nextId(annotation.id, 'T');
    return ranges.length === 0 ? [] : [toAnnotation(annotation, id, ranges, laidOut.text)];
  });
  const relations = document.relations.map(({ id, infons, nodes }) => ({
    id: nextId(id, 'R'),
    type: valueOf(infons, 'type') ?? '',
    nodes: nodes.map(({ refid, role }) => ({ role, target: refid })),
    attributes: infons.filter(({ name }) => name !== 'type'),
  }));
  const { text, passages } = laidOut;
  const { id, infons } = document;
  return {
    document: { id, text, passages, annotations, relations, attributes: infons, collection },
    problems,
  };
}

function placeAnnotation(
  placed: PlacedText,
  { text, locations }: BiocAnnotation,
): { ranges: readonly TextRange[]; problem?: string } {
  const { first, last } = placed.offsets;
  const [only] = locations;
  if (only === undefined) {
    return { ranges: [], problem: 'it has no location and is left out.' };
  }
  if (locations.length === 1) {
    const { range, isMisplaced } = placeMention(placed, only.offset, only.offset + only.length, text);
    if (range === undefined || range.start === range.end) {
      return { ranges: [], problem: 'its text stands nowhere in the document; it is left out.' };
    }
    return isMisplaced
      ? { ranges: [range], problem: 'its text does not stand at its offset; the nearest is taken.' }
      : { ranges: [range] };
  }
  // The text of a mention in pieces is the pieces, which stand nowhere like that.
  const ordered = [...locations].sort((a, b) => a.offset - b.offset);
  const isSound = ordered.every(
    ({ offset, length }, i) =>
      length > 0 && offset >= (i === 0 ? first : endOf(ordered[i - 1])) && offset + length <= last,
  );
  return isSound
    ? {
        ranges: ordered.map(({ offset, length }) => ({
          start: placed.offsets.toUtf16(offset),
          end: placed.offsets.toUtf16(offset + length),
        })),
      }
    : { ranges: [], problem: 'its pieces overlap or lie outside the text; it is left out.' };
}

function endOf(location: BiocAnnotation['locations'][number] | undefined): number {
  return location === undefined ? 0 : location.offset + location.length;
}

function toAnnotation(
  { infons }: BiocAnnotation,
  id: string,
  ranges: readonly TextRange[],
  text: string,
): DocumentAnnotation {
  const identifiers = identifierInfon(infons);
  const curies = readConceptCell(identifiers?.value ?? '');
  const names = valueOf(infons, 'name')?.split('|') ?? [];
  const isNamed = curies.length > 0 && names.length === curies.length;
  const concepts: ConceptReference[] = curies.map((curie, i) => ({
    curie,
    preferredName: isNamed ? (names[i] ?? '') : '',
  }));
  const isField = ({ name }: Attribute): boolean =>
    name === 'type' || name === 'comment' || (name === 'name' && isNamed);
  return {
    id,
    type: valueOf(infons, 'type') ?? '',
    ranges,
    text: textOfRanges(text, ranges),
    concepts,
    attributes: infons.filter((infon) => infon !== identifiers && !isField(infon)),
    comments: infons.flatMap(({ name, value }) => (name === 'comment' ? value.split('\n') : [])),
    ...keyOf(curies, identifiers?.name),
  };
}
