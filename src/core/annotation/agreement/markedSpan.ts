import type { AnnotationAttribute, TextRange } from '../annotation.ts';
import type { AnnotatedDocument, DocumentAnnotation } from '../annotatedDocument.ts';
import { normalizeConceptId } from '../conceptIds.ts';
import { readConceptCell } from '../formats/conceptCell.ts';
import { tidyRanges } from '../ranges.ts';

/** The attribute by which an adjudicated set tells whose an annotation is; no word of the annotators. */
export const adjudicationAttribute = 'Adjudicate';

/** A span that one side marked, with all that this side says of it. */
export interface MarkedSpan {
  /** In the text that both sides are compared in, cut at line ends and without white space at the ends, however its file has it. */
  readonly ranges: readonly TextRange[];
  /** What has to be the same on both sides for two spans to be the same: empty, or the type. */
  readonly comparedType: string;
  /** Sorted, in the form in which identifiers are compared; none for NIL. */
  readonly conceptIds: readonly string[];
  /** Sorted: `Negated`, `Experiencer: Other`. */
  readonly attributes: readonly string[];
  /** As the side's file has it; several where the span was marked more than once. */
  readonly annotations: readonly DocumentAnnotation[];
}

export interface SpanOptions {
  /** Whether spans of different types are different spans. */
  readonly compareTypes: boolean;
  /** Names of attributes that are read; the others are as if they were not there. */
  readonly attributes: ReadonlySet<string>;
  /** Gives identifiers of one concept the same form, besides that of `normalizeConceptId`. */
  readonly conceptIdOf?: (id: string) => string;
}

/**
 * The spans of one side, in order. Several annotations of one span are one span with the concepts of all, as several
 * concepts of one annotation are: formats differ in which of the two they can write. So are the parts of a composite
 * identifier (`D003110|D009369`, `D001943+D010051`), which readers part alike.
 * @param text that the spans of both sides are compared in. @param align from this side's text to it.
 */
export function readSpans(
  { annotations }: AnnotatedDocument,
  text: string,
  align: (range: TextRange) => TextRange | undefined,
  { compareTypes, attributes, conceptIdOf = (id) => id }: SpanOptions,
): MarkedSpan[] {
  const spans = new Map<string, MarkedSpan>();
  for (const annotation of annotations) {
    const aligned = annotation.ranges.flatMap((range) => align(range) ?? []);
    const ranges = tidyRanges(aligned, text);
    if (ranges.length === 0) {
      continue;
    }
    const comparedType = compareTypes ? annotation.type.replaceAll(' ', '_') : '';
    const key = `${rangeKey(ranges)} ${comparedType}`;
    const known = spans.get(key);
    const ids = annotation.concepts.flatMap(({ curie }) => readConceptCell(curie));
    spans.set(key, {
      ranges,
      comparedType,
      conceptIds: merge(
        known?.conceptIds,
        ids.map((id) => conceptIdOf(normalizeConceptId(id))),
      ),
      attributes: merge(
        known?.attributes,
        annotation.attributes.filter(({ name }) => attributes.has(name)).map(formatAttribute),
      ),
      annotations: [...(known?.annotations ?? []), annotation],
    });
  }
  return [...spans.values()].sort(byPosition);
}

export function rangeKey(ranges: readonly TextRange[]): string {
  return ranges.map(({ start, end }) => `${start}-${end}`).join(';');
}

/** Offset of the first character, and of the one behind the last. */
export function boundsOf({ ranges }: MarkedSpan): TextRange {
  return { start: ranges[0]?.start ?? 0, end: ranges.at(-1)?.end ?? 0 };
}

function byPosition(a: MarkedSpan, b: MarkedSpan): number {
  const [first, second] = [boundsOf(a), boundsOf(b)];
  return first.start - second.start || first.end - second.end;
}

function formatAttribute({ name, value }: AnnotationAttribute): string {
  return value === undefined || value === 'true' ? name : `${name}: ${value}`;
}

function merge(known: readonly string[] | undefined, more: readonly string[]): string[] {
  return [...new Set([...(known ?? []), ...more])].sort();
}
