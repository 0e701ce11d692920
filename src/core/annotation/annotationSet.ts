import type { Annotation, TextRange } from './annotation.ts';
import { type AnnotationChange, changeAnnotation } from './changeAnnotation.ts';
import type { NoteOptions } from './codePointOffsets.ts';
import { type BratProblem, formatBrat, parseBrat } from './formats/brat.ts';
import {
  annotationsOf,
  appendAttribute,
  appendConcept,
  appendSpan,
  type BratDocument,
  type BratSpan,
  removeAnnotations,
  replaceSpans,
  type UnplacedAnnotation,
  unplacedOf,
} from './formats/bratDocument.ts';
import { textOfRanges } from './ranges.ts';
import { reanchor } from './reanchor.ts';
import { type NewAnnotation, tidyAnnotation } from './tidyAnnotation.ts';
import { applyEdits, type TextEdit } from './textEdits.ts';

/**
 * The annotations of one note and the note's text they belong to. Every change makes a new set and
 * leaves the old one as it was, so an editor's undo can go back to the set of that moment.
 */
export interface AnnotationSet {
  readonly noteText: string;
  /** Sorted by where they begin, then by where they end; those that another tool put there too. */
  readonly annotations: readonly Annotation[];
  /** Annotations of the file that the note has no longer where they should be; `reanchor` looks for them. */
  readonly unplaced: readonly UnplacedAnnotation[];
  /** Lines of the file that could not be used, in order. */
  readonly problems: readonly BratProblem[];

  /**
   * Annotates a span. If it is annotated already, the concepts that it lacks are added to that
   * annotation, preferably one of the same type; with none lacking, the set stays as it is.
   * @throws {AnnotationSpanError} when the ranges lie outside the note or cover nothing but white space, or a
   * concept's identifier is empty or contains white space.
   */
  add(annotation: NewAnnotation): { set: AnnotationSet; annotation: Annotation };
  /** Annotates many spans as `add` does, faster than one after another; all of them or, when one is refused, none. */
  addAll(annotations: readonly NewAnnotation[]): { set: AnnotationSet; annotations: readonly Annotation[] };
  /**
   * Changes what is said of an annotation, or where it lies; unknown ids change nothing.
   * @throws {AnnotationSpanError} as `add` does.
   */
  change(id: string, change: AnnotationChange): AnnotationSet;
  /** Removes an annotation, placed or not, and the lines that refer to it; unknown ids change nothing. */
  remove(id: string): AnnotationSet;
  /** The set after edits that led to `newText`; see `applyEdits` in textEdits.ts for how annotations move. */
  applyEdits(
    edits: readonly TextEdit[],
    newText: string,
  ): { set: AnnotationSet; removed: readonly Annotation[] };
  /** Looks for the unplaced annotations in the note; `placed` holds those found. */
  reanchor(): { set: AnnotationSet; placed: readonly Annotation[] };
  /** The text of the annotation file. */
  serialize(): string;
}

/** Reads the annotations of a note; `file` is the name that problems are reported under. */
export function createAnnotationSet(
  annText: string,
  noteText: string,
  file: string,
  options: NoteOptions = {},
): AnnotationSet {
  const { document, problems } = parseBrat(annText, noteText, file, options);
  return createSet({ document, noteText, problems, options });
}

interface State {
  readonly document: BratDocument;
  readonly noteText: string;
  readonly problems: readonly BratProblem[];
  readonly options: NoteOptions;
}

function createSet(state: State): AnnotationSet {
  const annotations = [...annotationsOf(state.document)].sort(byPosition);
  const set: AnnotationSet = {
    noteText: state.noteText,
    annotations,
    unplaced: unplacedOf(state.document),
    problems: state.problems,
    add(wanted) {
      const { set: after, annotations: added } = set.addAll([wanted]);
      const [annotation] = added;
      if (annotation === undefined) {
        throw new Error('An annotation was added and is not there.');
      }
      return { set: after, annotation };
    },
    addAll(wanted) {
      const { document, ids } = addAnnotations(state, annotations, wanted);
      const after = document === state.document ? set : createSet({ ...state, document });
      const byId = new Map(after.annotations.map((annotation) => [annotation.id, annotation]));
      return { set: after, annotations: ids.flatMap((id) => byId.get(id) ?? []) };
    },
    change(id, change) {
      const known = annotations.find((annotation) => annotation.id === id);
      const document = known
        ? changeAnnotation(state.document, state.noteText, known, change)
        : state.document;
      return document === state.document ? set : createSet({ ...state, document });
    },
    remove: (id) => removeFrom(state, id),
    applyEdits(edits, newText) {
      const moved = applyEdits(annotations, edits, newText);
      const left = removeAnnotations(state.document, new Set(moved.removed.map(({ id }) => id)));
      const document = replaceSpans(left, spansById(moved.annotations));
      return { set: createSet({ ...state, document, noteText: newText }), removed: moved.removed };
    },
    reanchor: () => (set.unplaced.length === 0 ? { set, placed: [] } : placeUnplaced(state, annotations)),
    serialize: () => formatBrat(state.document, state.noteText, state.options),
  };
  return set;
}

function addAnnotations(
  { document, noteText }: State,
  annotations: readonly Annotation[],
  list: readonly NewAnnotation[],
): { document: BratDocument; ids: readonly string[] } {
  const bySpan = new Map<string, Annotation[]>();
  for (const annotation of annotations) {
    const key = keyOf(annotation.ranges);
    bySpan.set(key, [...(bySpan.get(key) ?? []), annotation]);
  }
  let after = document;
  const ids = list.map((item) => {
    const wanted = tidyAnnotation(item, noteText);
    const same = bySpan.get(keyOf(wanted.ranges)) ?? [];
    const known = same.find(({ type }) => type === wanted.type) ?? same[0];
    let target = known;
    if (target === undefined) {
      const { type, ranges } = wanted;
      const span = { type, ranges, text: textOfRanges(noteText, ranges) };
      const appended = appendSpan(after, span);
      after = appended.document;
      target = { ...span, id: appended.id, concepts: [] };
    }
    const { id } = target;
    const concepts = [...target.concepts];
    for (const concept of wanted.concepts) {
      if (!concepts.some(({ curie }) => curie === concept.curie)) {
        concepts.push(concept);
        after = appendConcept(after, id, concept);
      }
    }
    if (known === undefined) {
      after = (wanted.attributes ?? []).reduce(
        (grown, attribute) => appendAttribute(grown, id, attribute),
        after,
      );
    }
    const others = same.filter((annotation) => annotation.id !== id);
    bySpan.set(keyOf(wanted.ranges), [{ ...target, concepts }, ...others]);
    return id;
  });
  return { document: after, ids };
}

function removeFrom(state: State, id: string): AnnotationSet {
  const document = removeAnnotations(state.document, new Set([id]));
  const line = unplacedOf(state.document).find((unplaced) => unplaced.id === id)?.line;
  return createSet({
    ...state,
    document,
    problems: state.problems.filter((problem) => problem.line !== line),
  });
}

function placeUnplaced(
  state: State,
  annotations: readonly Annotation[],
): { set: AnnotationSet; placed: readonly Annotation[] } {
  const { document, noteText, problems } = state;
  const unplaced = unplacedOf(document);
  const taken = annotations.map(({ ranges }) => ({
    start: ranges[0]?.start ?? 0,
    end: ranges.at(-1)?.end ?? 0,
  }));
  const found = reanchor(unplaced, noteText, taken).placed;
  const spans = unplaced.flatMap(({ id, type }) => {
    const ranges = found.get(id);
    return ranges === undefined ? [] : [{ id, type, ranges, text: textOfRanges(noteText, ranges) }];
  });
  const mended = new Set(unplaced.filter(({ id }) => found.has(id)).map(({ line }) => line));
  const set = createSet({
    ...state,
    document: replaceSpans(document, new Map(spans.map((span) => [span.id, span]))),
    problems: problems.filter(({ line }) => !mended.has(line)),
  });
  return { set, placed: set.annotations.filter(({ id }) => found.has(id)) };
}

function spansById(annotations: readonly Annotation[]): Map<string, BratSpan> {
  return new Map(annotations.map(({ id, type, ranges, text }) => [id, { id, type, ranges, text }]));
}

function keyOf(ranges: readonly TextRange[]): string {
  return ranges.map(({ start, end }) => `${start} ${end}`).join(';');
}

function byPosition(a: Annotation, b: Annotation): number {
  return (
    (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0) ||
    (a.ranges.at(-1)?.end ?? 0) - (b.ranges.at(-1)?.end ?? 0)
  );
}
