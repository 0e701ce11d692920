import type { AnnotatedDocument, Attribute } from '../../core/annotation/annotatedDocument.ts';
import type { Annotation, AnnotationAttribute, TextRange } from '../../core/annotation/annotation.ts';
import type { NewAnnotation } from '../../core/annotation/annotationSet.ts';
import { createCodePointOffsets } from '../../core/annotation/codePointOffsets.ts';
import { applyEdits } from '../../core/annotation/textEdits.ts';
import { editsBetween } from '../notes/editsBetween.ts';

export interface PlacedAnnotations {
  readonly annotations: readonly NewAnnotation[];
  /** Ids of those whose text is not the same in the note. */
  readonly unplaced: readonly string[];
  /** Ids of those that were placed without concepts whose identifiers cannot be written down. */
  readonly withoutConcept: readonly string[];
}

/**
 * A document's annotations where they lie in a note, whose text may be another version of the document's, or of which
 * the document's file held no more than the offsets.
 */
export function placeAnnotations(document: AnnotatedDocument, noteText: string): PlacedAnnotations {
  const moved = moveWithText(document, noteText);
  const atOffsets = createOffsetReader(document.text, noteText);
  const annotations: NewAnnotation[] = [];
  const unplaced: string[] = [];
  const withoutConcept: string[] = [];
  document.annotations.forEach(({ id, type, ranges, concepts, attributes }, i) => {
    const texts = ranges.map(({ start, end }) => document.text.slice(start, end));
    const found = [moved.get(i), atOffsets(ranges)].find(
      (candidate) => candidate !== undefined && hasTexts(noteText, candidate, texts),
    );
    if (found === undefined) {
      unplaced.push(id);
      return;
    }
    const writable = concepts.filter(({ curie }) => /^\S+$/u.test(curie));
    if (writable.length < concepts.length) {
      withoutConcept.push(id);
    }
    annotations.push({ type, ranges: found, concepts: writable, attributes: attributes.map(toFlag) });
  });
  return { annotations, unplaced, withoutConcept };
}

/** Where the annotations are after what was edited between the two texts, by their index. */
function moveWithText(
  { text, annotations }: AnnotatedDocument,
  noteText: string,
): ReadonlyMap<number, readonly TextRange[]> {
  if (text === noteText) {
    return new Map(annotations.map(({ ranges }, i) => [i, ranges]));
  }
  const carriers = annotations.map(({ ranges, text: covered }, i): Annotation => ({
    id: String(i),
    type: '',
    ranges,
    text: covered,
    concepts: [],
  }));
  const moved = applyEdits(carriers, editsBetween(text, noteText), noteText).annotations;
  return new Map(moved.map(({ id, ranges }) => [Number(id), ranges]));
}

/** The same offsets in the note, counted in code points: tables hold no text, and what stands for it has no emoji. */
function createOffsetReader(
  text: string,
  noteText: string,
): (ranges: readonly TextRange[]) => readonly TextRange[] {
  const from = createCodePointOffsets(text);
  const to = createCodePointOffsets(noteText);
  const toNote = (offset: number): number =>
    to.toUtf16(Math.min(from.toCodePoint(Math.min(offset, text.length)), to.last));
  return (ranges) => ranges.map(({ start, end }) => ({ start: toNote(start), end: toNote(end) }));
}

function hasTexts(noteText: string, ranges: readonly TextRange[], texts: readonly string[]): boolean {
  return (
    ranges.length === texts.length &&
    ranges.every(({ start, end }, i) => {
      const text = texts[i] ?? '';
      return text.trim() !== '' && noteText.slice(start, end) === text;
    })
  );
}

/** Files exchange what is only set as `true`, brat says its name alone. */
function toFlag({ name, value }: Attribute): AnnotationAttribute {
  return value === 'true' ? { name } : { name, value };
}
