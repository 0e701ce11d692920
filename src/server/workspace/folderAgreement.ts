import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { URI } from 'vscode-uri';
import { type AnnotatedDocument, plainDocument } from '../../core/annotation/annotatedDocument.ts';
import { AnnotationFileError, annotationPath } from '../../core/annotation/annotationFile.ts';
import { compareSets, type Comparison } from '../../core/annotation/agreement/compareSets.ts';
import { findDifferences } from '../../core/annotation/agreement/differences.ts';
import type { ComparedNote, FolderAgreement } from '../../protocol/viewMessages.ts';
import { findNotes } from './findNotes.ts';
import { type FolderPair, pairFolders } from './pairFolders.ts';
import { readStamp, readStoredNote, StoredNoteError } from './storedNote.ts';

interface Work {
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** Compares the folders of annotators; what has not changed since is not compared again. */
export interface FolderAgreements {
  compare(roots: readonly string[], work: Work): Promise<readonly FolderAgreement[]>;
}

const rememberedPairs = 200;

export function createFolderAgreements(): FolderAgreements {
  const known = new LRUCache<string, { readonly stamp: string; readonly agreement: FolderAgreement | false }>(
    {
      max: rememberedPairs,
    },
  );
  return {
    async compare(roots, { signal, onProgress }) {
      const found: { readonly root: string; readonly pair: FolderPair }[] = [];
      for (const root of roots) {
        const { annotated } = await findNotes(root, signal);
        const paths = annotated.flatMap(({ path, exists }) => (exists ? [path] : []));
        found.push(...pairFolders(paths).map((pair) => ({ root, pair })));
      }
      const total = found.reduce((sum, { pair }) => sum + pair.notes.length, 0);
      const agreements: FolderAgreement[] = [];
      let done = 0;
      for (const { root, pair } of found) {
        const key = JSON.stringify([root, pair.a, pair.b]);
        const stamp = await stampOf(root, pair, signal);
        const remembered = known.get(key);
        const agreement =
          remembered?.stamp === stamp
            ? remembered.agreement
            : await comparePair(root, pair, signal, (notes) => {
                onProgress(done + notes, total);
              });
        known.set(key, { stamp, agreement });
        done += pair.notes.length;
        if (agreement) {
          agreements.push(agreement);
        }
      }
      return agreements;
    },
  };
}

async function stampOf(root: string, { a, b, notes }: FolderPair, signal: AbortSignal): Promise<string> {
  const stamps: string[] = [];
  for (const note of notes) {
    signal.throwIfAborted();
    stamps.push(...(await Promise.all([a, b].map((folder) => readStamp(join(root, folder, note))))));
  }
  return stamps.join('\n');
}

/** False where no note is the same in both. */
async function comparePair(
  root: string,
  { a, b, notes }: FolderPair,
  signal: AbortSignal,
  onProgress: (notes: number) => void,
): Promise<FolderAgreement | false> {
  const documents: { readonly a: AnnotatedDocument; readonly b: AnnotatedDocument }[] = [];
  for (const [i, note] of notes.entries()) {
    signal.throwIfAborted();
    onProgress(i);
    const [ofA, ofB] = [await readDocument(root, a, note), await readDocument(root, b, note)];
    if (ofA !== undefined && ofB !== undefined && ofA.text === ofB.text) {
      documents.push({ a: ofA, b: ofB });
    }
  }
  if (documents.length === 0) {
    return false;
  }
  const comparison = compareSets(
    documents.map((pair) => pair.a),
    documents.map((pair) => pair.b),
  );
  return toAgreement(root, a, b, documents, comparison);
}

function toAgreement(
  root: string,
  a: string,
  b: string,
  documents: readonly { readonly a: AnnotatedDocument }[],
  { documents: compared, agreement }: Comparison,
): FolderAgreement {
  const { same, overlapping, words } = agreement;
  const notes = compared.map((document, i): ComparedNote => {
    const path = documents[i]?.a.id ?? '';
    const uriOf = (folder: string): string => URI.file(annotationPath(join(root, folder, path))).toString();
    return { path, differences: findDifferences(document).length, annotationUris: [uriOf(a), uriOf(b)] };
  });
  const figures = {
    sameSpanF1: same.spans.f1,
    overlappingSpanF1: overlapping.spans.f1,
    linkedSpanF1: overlapping.linkedSpans.f1,
    sameConcepts: overlapping.concepts.kappa.observed,
    conceptKappa: overlapping.concepts.kappa.kappa,
    wordKappa: words.kappa,
  };
  return {
    folderUri: URI.file(root).toString(),
    ...{ a, b, notes },
    differences: notes.reduce((sum, { differences }) => sum + differences, 0),
    figures: Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined)),
  };
}

/** Nothing where it cannot be read; the summary's list of notes says why. */
async function readDocument(
  root: string,
  folder: string,
  note: string,
): Promise<AnnotatedDocument | undefined> {
  try {
    const { annotations, noteText } = await readStoredNote(join(root, folder, note));
    return {
      ...plainDocument(note, noteText),
      annotations: annotations.map((annotation) => ({
        ...annotation,
        attributes: (annotation.attributes ?? []).map(({ name, value = 'true' }) => ({ name, value })),
        comments: [],
      })),
    };
  } catch (error) {
    if (error instanceof StoredNoteError || error instanceof AnnotationFileError) {
      return undefined;
    }
    throw error;
  }
}
