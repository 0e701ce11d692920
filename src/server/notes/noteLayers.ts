import { URI } from 'vscode-uri';
import type { TextEdit } from '../../core/annotation/textEdits.ts';
import { openAnnotatedNote, type AnnotatedNote, type NoteMoment } from './annotatedNote.ts';
import { openRejections, type Rejections } from './rejections.ts';

/** What is kept of a note in files: its annotations and what was rejected. */
export interface NoteLayers {
  /** Nothing for documents without a file. */
  readonly annotated: AnnotatedNote | undefined;
  readonly rejected: Rejections;
  edit(edits: readonly TextEdit[], newText: string): void;
  saved(): Promise<void>;
  /** The files may have been changed by someone else; whether the annotations were. */
  reload(): Promise<boolean>;
  moment(): LayersMoment;
  /** @throws {DecisionLostError} as both do. */
  goBackTo(moment: LayersMoment): Promise<void>;
}

export interface LayersMoment {
  readonly annotated: NoteMoment | undefined;
  readonly rejected: NoteMoment;
}

export interface LayersOptions {
  /** Where what is rejected in a note is kept; nothing for as long as it is open. */
  rejectionFile(notePath: string): string | undefined;
  /** Something the user should see: what could not be kept. */
  onProblem(message: string): void;
}

/** @throws {AnnotationFileError} when the annotations cannot be read. */
export async function openNoteLayers(
  noteUri: string,
  textAtOpening: string,
  { rejectionFile, onProblem }: LayersOptions,
): Promise<NoteLayers> {
  const { scheme, fsPath } = URI.parse(noteUri);
  const notePath = scheme === 'file' ? fsPath : undefined;
  const annotated = notePath === undefined ? undefined : await openAnnotatedNote(notePath, textAtOpening);
  const file = notePath === undefined ? undefined : rejectionFile(notePath);
  const rejected = await openRejections(textAtOpening, { notePath, file, onProblem });
  return {
    annotated,
    rejected,
    edit(edits, newText) {
      annotated?.edit(edits, newText);
      rejected.edit(edits, newText);
    },
    async saved() {
      await annotated?.saved();
      await rejected.saved();
    },
    async reload() {
      await rejected.reload();
      return (await annotated?.reload()) ?? false;
    },
    moment: () => ({ annotated: annotated?.moment(), rejected: rejected.moment() }),
    async goBackTo(moment) {
      await rejected.goBackTo(moment.rejected);
      if (moment.annotated) {
        await annotated?.goBackTo(moment.annotated);
      }
    },
  };
}
