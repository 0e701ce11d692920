import { createAnnotationSet } from '../annotationSet.ts';
import { type AnnotationVersions, type MergedAnnotations, mergeAnnotations } from './mergeAnnotations.ts';

/** A note's text without its byte order mark. */
export interface NoteText {
  readonly text: string;
  readonly hasByteOrderMark: boolean;
}

/**
 * Merges versions of a note's annotation file. Where a version was made for another state of the note, its annotations
 * are looked for in the note as it is now; those that are not found keep their numbers.
 */
export function mergeForNote(versions: AnnotationVersions, note: NoteText | undefined): MergedAnnotations {
  if (note === undefined) {
    return mergeAnnotations(versions);
  }
  const place = (annText: string): string =>
    createAnnotationSet(annText, note.text, '', { noteHasByteOrderMark: note.hasByteOrderMark })
      .reanchor()
      .set.serialize();
  const { base, ours, theirs, labels } = versions;
  return mergeAnnotations({
    base: base === undefined ? undefined : place(base),
    ours: place(ours),
    theirs: place(theirs),
    labels,
  });
}
