import type { Annotation } from '../../core/annotation/annotation.ts';
import { readAnnotationFile, writeAnnotationFile } from '../../core/annotation/annotationFile.ts';
import { adjudicationAttribute } from '../../core/annotation/agreement/markedSpan.ts';
import { decideDifference, findOpenDifferences } from '../../core/annotation/merge/openDifferences.ts';
import type { NoteDifference, NoteDifferences } from '../../protocol/adjudicationMessages.ts';
import { toNoteAnnotation } from '../handlers/noteState.ts';
import type { OpenNote } from '../notes/reviewedNote.ts';

/** What is left to decide in a note; `notePath` is where its file lies. */
export async function readNoteDifferences(
  uri: string,
  notePath: string,
  note: OpenNote,
): Promise<NoteDifferences> {
  const { document } = note.noteDocument;
  const isMarked = note.annotations.some(({ attributes = [] }) => attributes.some(isMark));
  // Which versions belong together is in the comments of the file.
  const open = isMarked ? findOpenDifferences((await readAnnotationFile(notePath)).text ?? '') : [];
  const byId = new Map(note.annotations.map((annotation) => [annotation.id, annotation]));
  const differences = open.flatMap(({ number, kinds, versions }): NoteDifference[] => {
    const placed = versions.flatMap(({ id, side, label }) => {
      const annotation = byId.get(id);
      return annotation === undefined ? [] : [{ annotation, id, side, label }];
    });
    return placed.length === 0
      ? []
      : [
          {
            number,
            kinds,
            versions: placed.map(({ annotation, id, side, label }) => ({
              ...{ id, side },
              ...(label !== undefined && { label }),
              type: annotation.type,
              text: annotation.text,
              ranges: toNoteAnnotation(document, annotation).ranges,
              concepts: annotation.concepts,
              attributes: describeAttributes(annotation),
            })),
          },
        ];
  });
  const startOf = ({ versions }: NoteDifference): number =>
    Math.min(...versions.map(({ id }) => byId.get(id)?.ranges[0]?.start ?? 0));
  return {
    uri,
    version: document.version,
    differences: differences.sort((a, b) => startOf(a) - startOf(b) || a.number - b.number),
  };
}

/** Writes the file without the difference of which `id` is a version; whether there was one. */
export async function writeDecision(notePath: string, id: string, keep: 'this' | 'all'): Promise<boolean> {
  const file = await readAnnotationFile(notePath);
  const decided = decideDifference(file.text ?? '', id, { keepsAll: keep === 'all' });
  if (decided === undefined) {
    return false;
  }
  await writeAnnotationFile(file, decided);
  return true;
}

function describeAttributes({ attributes = [] }: Annotation): string[] {
  return attributes
    .filter((attribute) => !isMark(attribute))
    .map(({ name, value }) => (value === undefined ? name : `${name} ${value}`));
}

function isMark({ name }: { readonly name: string }): boolean {
  return name === adjudicationAttribute;
}
