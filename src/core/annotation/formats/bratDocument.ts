import type { Annotation, AnnotationAttribute, ConceptReference } from '../annotation.ts';
import { idOfLine, referredIds, withoutReferences } from './bratReferences.ts';

/** A text-bound annotation without what brat keeps on lines of their own. */
export type BratSpan = Omit<Annotation, 'concepts' | 'attributes' | 'comments'>;

/** A text-bound annotation whose text is not where its line says: the note was changed outside. */
export interface UnplacedAnnotation {
  readonly id: string;
  readonly type: string;
  /** The text column of its line. */
  readonly text: string;
  /** Where it was, as a UTF-16 offset; within the note, but good for nothing more than a hint. */
  readonly start: number;
  /** Line in the annotation file as it was read, counted from 1. */
  readonly line: number;
}

/** What a line of the file means. */
export type BratLineContent =
  | {
      readonly kind: 'span';
      readonly span: BratSpan;
      /** How the span would have been written when it was read; none where it is new or was placed anew. */
      readonly written?: string;
      /** What follows the text on the line. */
      readonly tail: string;
    }
  | { readonly kind: 'unplaced'; readonly unplaced: UnplacedAnnotation }
  | { readonly kind: 'concept'; readonly target: string; readonly concept: ConceptReference }
  | { readonly kind: 'attribute'; readonly target: string; readonly attribute: AnnotationAttribute }
  | { readonly kind: 'comment'; readonly target: string; readonly comment: string }
  /** Everything else, understood or not. */
  | { readonly kind: 'other' };

export type BratLine = BratLineContent & {
  /** The line as it was read, without its end; written back as it is unless the span has changed. */
  readonly source: string;
  /** Empty where the file ends without one. */
  readonly lineEnd: string;
};

/** A brat annotation file, line by line, so that what TermLens does not understand survives. */
export interface BratDocument {
  readonly hasByteOrderMark: boolean;
  /** For new lines: the file's first line end, or `\n`. */
  readonly lineEnd: string;
  readonly lines: readonly BratLine[];
  /** The numbers that the next `T`, `N`, `A` and `#` line get; never one that was given before. */
  readonly next: { readonly T: number; readonly N: number; readonly A: number; readonly '#': number };
}

/** The annotations in the order of their lines. */
export function annotationsOf(document: BratDocument): readonly Annotation[] {
  const concepts = new Map<string, ConceptReference[]>();
  const attributes = new Map<string, AnnotationAttribute[]>();
  const comments = new Map<string, string[]>();
  for (const line of document.lines) {
    if (line.kind === 'concept') {
      append(concepts, line.target, line.concept);
    } else if (line.kind === 'attribute') {
      append(attributes, line.target, line.attribute);
    } else if (line.kind === 'comment') {
      append(comments, line.target, line.comment);
    }
  }
  return document.lines.flatMap((line) => {
    if (line.kind !== 'span') {
      return [];
    }
    const { id } = line.span;
    const ofSpan = attributes.get(id);
    const noted = comments.get(id);
    return [
      {
        ...line.span,
        concepts: concepts.get(id) ?? [],
        ...(ofSpan !== undefined && { attributes: ofSpan }),
        ...(noted !== undefined && { comments: noted }),
      },
    ];
  });
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

/** The annotations whose place in the note is not known, in the order of their lines. */
export function unplacedOf(document: BratDocument): readonly UnplacedAnnotation[] {
  return document.lines.flatMap((line) => (line.kind === 'unplaced' ? [line.unplaced] : []));
}

/** Appends a text-bound annotation under the next free `T` number. */
export function appendSpan(
  document: BratDocument,
  span: Omit<BratSpan, 'id'>,
): { document: BratDocument; id: string } {
  const { lines, lineEnd, next } = document;
  const id = `T${next.T}`;
  const line: BratLine = { kind: 'span', source: '', lineEnd, span: { ...span, id }, tail: '' };
  return { document: { ...document, lines: [...lines, line], next: { ...next, T: next.T + 1 } }, id };
}

/** Appends a normalization of the annotation `target` under the next free `N` number. */
export function appendConcept(
  document: BratDocument,
  target: string,
  concept: ConceptReference,
): BratDocument {
  const { lines, lineEnd, next } = document;
  const source = `N${next.N}\tReference ${target} ${concept.curie}\t${concept.preferredName}`;
  const line: BratLine = { kind: 'concept', source, lineEnd, target, concept };
  return { ...document, lines: [...lines, line], next: { ...next, N: next.N + 1 } };
}

/** Appends an attribute of the annotation `target` under the next free `A` number. */
export function appendAttribute(
  document: BratDocument,
  target: string,
  attribute: AnnotationAttribute,
): BratDocument {
  const { lines, lineEnd, next } = document;
  const value = attribute.value === undefined ? '' : ` ${attribute.value}`;
  const source = `A${next.A}\t${attribute.name} ${target}${value}`;
  const line: BratLine = { kind: 'attribute', source, lineEnd, target, attribute };
  return { ...document, lines: [...lines, line], next: { ...next, A: next.A + 1 } };
}

/**
 * Notes `comment` on the annotation `target`: under the next free `#` number, or in the place of the first comment
 * that it has, which an empty one takes out.
 */
export function setComment(document: BratDocument, target: string, comment: string): BratDocument {
  const { lines, lineEnd, next } = document;
  const known = lines.findIndex((line) => line.kind === 'comment' && line.target === target);
  const old = lines[known];
  if (old === undefined) {
    const source = `#${next['#']}\tAnnotatorNotes ${target}\t${comment}`;
    const line: BratLine = { kind: 'comment', source, lineEnd, target, comment };
    return comment === ''
      ? document
      : { ...document, lines: [...lines, line], next: { ...next, '#': next['#'] + 1 } };
  }
  const [id = '', body = ''] = old.source.split('\t', 2);
  const changed: BratLine = {
    ...old,
    kind: 'comment',
    source: `${id}\t${body}\t${comment}`,
    target,
    comment,
  };
  return { ...document, lines: lines.toSpliced(known, 1, ...(comment === '' ? [] : [changed])) };
}

/** Takes normalizations of the annotation `target` out, with what refers to them. */
export function removeConcepts(
  document: BratDocument,
  target: string,
  curies: ReadonlySet<string>,
): BratDocument {
  const gone = document.lines.flatMap((line) =>
    line.kind === 'concept' && line.target === target && curies.has(line.concept.curie)
      ? [idOfLine(line.source) ?? '']
      : [],
  );
  return withoutLines(document, new Set(gone));
}

/** Gives annotations, placed or not, the spans that `spans` has for their ids. */
export function replaceSpans(document: BratDocument, spans: ReadonlyMap<string, BratSpan>): BratDocument {
  const lines = document.lines.map((line): BratLine => {
    if (line.kind === 'span') {
      return { ...line, span: spans.get(line.span.id) ?? line.span };
    }
    const span = line.kind === 'unplaced' ? spans.get(line.unplaced.id) : undefined;
    return span === undefined
      ? line
      : { kind: 'span', source: line.source, lineEnd: line.lineEnd, span, tail: '' };
  });
  return { ...document, lines };
}

/**
 * Takes annotations out, with the lines that mean nothing without them: normalizations, attributes,
 * comments, relations and events that refer to them, and what refers to those.
 */
export function removeAnnotations(document: BratDocument, ids: ReadonlySet<string>): BratDocument {
  return withoutLines(document, ids);
}

function withoutLines(document: BratDocument, ids: ReadonlySet<string>): BratDocument {
  if (ids.size === 0) {
    return document;
  }
  const gone = new Set(ids);
  let lines = document.lines.filter((line) => !gone.has(idIn(line) ?? ''));
  for (let goneBefore = -1; goneBefore < gone.size;) {
    goneBefore = gone.size;
    lines = lines.flatMap((line) => {
      const source = withoutReferences(line.source, gone);
      if (source === undefined) {
        gone.add(idOfLine(line.source) ?? '');
        return [];
      }
      return source === line.source ? [line] : [{ ...line, source }];
    });
  }
  return { ...document, lines };
}

/** The identifier that a line gives to something that others may refer to. */
function idIn(line: BratLine): string | undefined {
  switch (line.kind) {
    case 'span':
      return line.span.id;
    case 'unplaced':
      return line.unplaced.id;
    case 'concept':
      return idOfLine(line.source);
    case 'attribute':
    case 'comment':
    case 'other':
      return undefined;
  }
}

/** One more than any line has or refers to, so that no dangling reference is caught by a new line. */
export function nextNumbers(sources: readonly string[]): BratDocument['next'] {
  const highest = { T: 0, N: 0, A: 0, '#': 0 };
  for (const source of sources) {
    for (const id of [idOfLine(source) ?? '', ...referredIds(source)]) {
      const [, letter, digits] = /^([TNA#])(\d{1,15})(?!\d)/.exec(id) ?? [];
      if (letter === 'T' || letter === 'N' || letter === 'A' || letter === '#') {
        highest[letter] = Math.max(highest[letter], Number(digits));
      }
    }
  }
  return { T: highest.T + 1, N: highest.N + 1, A: highest.A + 1, '#': highest['#'] + 1 };
}
