import type { TextRange } from '../../annotation.ts';
import type { DocumentAnnotation } from '../../annotatedDocument.ts';

/** Of which annotations, the first in front, one was made. */
export interface JoinedAnnotation extends DocumentAnnotation {
  readonly joinedIds: readonly string[];
}

/**
 * The annotations with the parts of each composite mention as one. PubTator has no discontinuous spans, and writes
 * "breast and ovarian cancer" once, with the identifiers of both cancers. Parts are of one type and share a word.
 */
export function joinComposites(annotations: readonly DocumentAnnotation[]): JoinedAnnotation[] {
  const joined: JoinedAnnotation[] = [];
  for (const annotation of annotations) {
    const at = joined.findIndex((other) => arePartsOfOne(other, annotation));
    const other = joined[at];
    if (other) {
      joined[at] = join(other, annotation);
    } else {
      joined.push({ ...annotation, joinedIds: [annotation.id] });
    }
  }
  return joined;
}

function arePartsOfOne(a: DocumentAnnotation, b: DocumentAnnotation): boolean {
  return (
    a.type === b.type &&
    Math.max(a.ranges.length, b.ranges.length) > 1 &&
    a.ranges.some((range) => b.ranges.some((other) => range.start < other.end && other.start < range.end))
  );
}

function join(a: JoinedAnnotation, b: DocumentAnnotation): JoinedAnnotation {
  const known = new Set(a.concepts.map(({ curie }) => curie));
  return {
    ...a,
    ranges: inOrder([...a.ranges, ...b.ranges]),
    concepts: [...a.concepts, ...b.concepts.filter(({ curie }) => !known.has(curie))],
    joinedIds: [...a.joinedIds, b.id],
  };
}

/** Those that overlap as one. */
function inOrder(ranges: readonly TextRange[]): TextRange[] {
  const ordered: TextRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const before = ordered.at(-1);
    if (before && range.start < before.end) {
      ordered[ordered.length - 1] = { start: before.start, end: Math.max(before.end, range.end) };
    } else {
      ordered.push(range);
    }
  }
  return ordered;
}
