import { basename, extname, join } from 'node:path';
import type { AnnotatedDocument } from '../../core/annotation/annotatedDocument.ts';
import { toFileName } from '../../core/annotation/formats/documentOutput.ts';
import { findNotes } from '../workspace/findNotes.ts';
import { readNoteText, StoredNoteError } from '../workspace/storedNote.ts';

export type FoundTarget =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'none' }
  /** Several notes are called like it, and not just one has its text. */
  | { readonly kind: 'several'; readonly paths: readonly string[] };

/** Finds the note that a document is of. */
export interface NoteFinder {
  find(document: AnnotatedDocument): Promise<FoundTarget>;
}

/** Looks for notes with the document's name, with or without an ending, in a folder and in its folders. */
export async function createNoteFinder(folder: string, signal: AbortSignal): Promise<NoteFinder> {
  const { annotated, otherTexts } = await findNotes(folder, signal);
  const paths = [...annotated.filter(({ exists }) => exists).map(({ path }) => path), ...otherTexts];
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = basename(path);
    for (const called of new Set([name, name.slice(0, name.length - extname(name).length)])) {
      byName.set(called, [...(byName.get(called) ?? []), join(folder, path)]);
    }
  }
  return {
    async find({ id, text }) {
      const named = byName.get(id) ?? byName.get(toFileName(id)) ?? [];
      const [only] = named;
      if (only === undefined) {
        return { kind: 'none' };
      }
      if (named.length === 1) {
        return { kind: 'found', path: only };
      }
      const same: string[] = [];
      for (const path of named) {
        if (await hasText(path, text)) {
          same.push(path);
        }
      }
      const [first] = same;
      return first !== undefined && same.length === 1
        ? { kind: 'found', path: first }
        : { kind: 'several', paths: named };
    },
  };
}

async function hasText(path: string, text: string): Promise<boolean> {
  try {
    return (await readNoteText(path)).text === text;
  } catch (error) {
    if (error instanceof StoredNoteError) {
      return false;
    }
    throw error;
  }
}
