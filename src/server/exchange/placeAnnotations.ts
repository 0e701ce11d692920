import type { AnnotatedDocument, Attribute } from '../../core/annotation/annotatedDocument.ts';
import type { Annotation, AnnotationAttribute, TextRange } from '../../core/annotation/annotation.ts';
import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
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
  const stated = placeByOffsets(document, noteText);
  const isThisText = stated.size === document.annotations.length;
  const moved = isThisText || isMadeUp(document) ? stated : moveWithText(document, noteText);
  const annotations: NewAnnotation[] = [];
  const unplaced: string[] = [];
  const withoutConcept: string[] = [];
  document.annotations.forEach(({ id, type, ranges, concepts, attributes }, i) => {
    const found = moved.get(i);
    if (found === undefined || !hasTexts(noteText, found, textsOf(document, ranges))) {
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

/**
 * The annotations whose text stands in the note at the offsets of the document, by their index. Counted in code
 * points: of a text that was made up for a table, only those are right.
 */
function placeByOffsets(
  document: AnnotatedDocument,
  noteText: string,
): ReadonlyMap<number, readonly TextRange[]> {
  const from = createCodePointOffsets(document.text);
  const to = createCodePointOffsets(noteText);
  const toNote = (offset: number): number =>
    to.toUtf16(Math.min(from.toCodePoint(Math.min(offset, document.text.length)), to.last));
  return new Map(
    document.annotations.flatMap(({ ranges }, i) => {
      const there = ranges.map(({ start, end }) => ({ start: toNote(start), end: toNote(end) }));
      return hasTexts(noteText, there, textsOf(document, ranges)) ? [[i, there] as const] : [];
    }),
  );
}

/** Whether nothing of the text is known but what is annotated, so that there is nothing to compare with a note's. */
function isMadeUp({ text, annotations }: AnnotatedDocument): boolean {
  const ranges = annotations.flatMap((annotation) => annotation.ranges).sort((a, b) => a.start - b.start);
  let end = 0;
  return [...ranges, { start: text.length, end: text.length }].every((range) => {
    const between = text.slice(end, Math.max(end, range.start));
    end = Math.max(end, range.end);
    return between.trim() === '';
  });
}

function textsOf({ text }: AnnotatedDocument, ranges: readonly TextRange[]): readonly string[] {
  return ranges.map(({ start, end }) => text.slice(start, end));
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
