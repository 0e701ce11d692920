import { join, relative } from 'node:path';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import { annotationPath, AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import { innermostFolder } from '../innermostFolder.ts';
import { openAnnotatedNote, type AnnotatedNote } from './annotatedNote.ts';
import { inFile, inMemory, type AnnotationStorage } from './annotationStorage.ts';

/**
 * The spans of a note that were rejected, so that they are not suggested again. They are kept as brat's annotations
 * of the type `Rejected`, so that they move with the note as its annotations do. One whose text was changed is no
 * longer rejected: it may have been rejected for its typing error.
 */
export interface Rejections extends Pick<AnnotatedNote, 'edit' | 'saved' | 'reload' | 'moment' | 'goBackTo'> {
  readonly spans: readonly RejectedSpan[];
  /** Spans of `text`, which is what the editor showed. */
  add(spans: readonly (readonly TextRange[])[], text: string): Promise<void>;
}

export type RejectedSpan = Pick<Annotation, 'ranges' | 'text'>;

export interface RejectionsOptions {
  /** Nothing for a note that has no file. */
  readonly notePath: string | undefined;
  /** Where they are kept; nothing for as long as the note is open. */
  readonly file: string | undefined;
  /** They cannot be kept there; they last until the note is closed. */
  onProblem(message: string): void;
}

const type = 'Rejected';

/** Where the rejections of a note are kept, if it lies in one of the folders: in the innermost one's `.termlens`. */
export function rejectionPath(notePath: string, workspaceFolders: readonly string[]): string | undefined {
  const innermost = innermostFolder(notePath, workspaceFolders);
  return innermost === undefined
    ? undefined
    : join(innermost, '.termlens', 'rejected', relative(innermost, annotationPath(notePath)));
}

export async function openRejections(
  textAtOpening: string,
  { notePath, file, onProblem }: RejectionsOptions,
): Promise<Rejections> {
  const open = (storage: AnnotationStorage, text: string): Promise<AnnotatedNote> =>
    openAnnotatedNote(notePath, text, storage);
  const keepInMemory = async (error: unknown, text: string): Promise<AnnotatedNote> => {
    if (!(error instanceof AnnotationFileError)) {
      throw error;
    }
    onProblem(`${error.message} What you reject is remembered until the note is closed.`);
    return await open(inMemory(), text);
  };
  let kept =
    file === undefined
      ? await open(inMemory(), textAtOpening)
      : await open(inFile(file), textAtOpening).catch((error: unknown) => keepInMemory(error, textAtOpening));
  /** What was rejected, by its identifier. */
  let texts = textsOf(kept);
  const isAsRejected = ({ id, text }: Annotation): boolean => text === (texts.get(id) ?? text);

  return {
    get spans() {
      return kept.annotations.filter(isAsRejected);
    },
    async add(spans, text) {
      const wanted = spans.map((ranges) => ({ type, ranges, concepts: [] }));
      try {
        await kept.add(wanted, text);
      } catch (error) {
        const before = kept.annotations;
        kept = await keepInMemory(error, text);
        await kept.add([...before, ...wanted], text);
        texts = new Map();
      }
      texts = new Map([...textsOf(kept), ...texts]);
    },
    edit: (edits, newText) => {
      kept.edit(edits, newText);
    },
    async saved() {
      await kept.saved();
      for (const { id } of kept.annotations.filter((annotation) => !isAsRejected(annotation))) {
        await kept.remove(id);
      }
      texts = textsOf(kept);
    },
    async reload() {
      const isNew = await kept.reload();
      texts = isNew ? textsOf(kept) : texts;
      return isNew;
    },
    moment: () => kept.moment(),
    goBackTo: (moment) => kept.goBackTo(moment),
  };
}

function textsOf({ annotations }: AnnotatedNote): ReadonlyMap<string, string> {
  return new Map(annotations.map(({ id, text }) => [id, text]));
}
