import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fileUri } from './client.ts';

/** A note on disk, in a folder of its own that goes with the test. */
export interface NoteOnDisk {
  readonly folder: string;
  readonly path: string;
  readonly uri: string;
  readonly annPath: string;
  /** Whole content of the .ann file. */
  readAnn(): string;
}

/** Writes a note, and its .ann file if `ann` is given, into a new temporary folder. */
export function createNote(text: string | Uint8Array, ann?: string | Uint8Array): NoteOnDisk {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-note-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'note.txt');
  const annPath = join(folder, 'note.ann');
  writeFileSync(path, text);
  if (ann !== undefined) {
    writeFileSync(annPath, ann);
  }
  return { folder, path, uri: fileUri(path), annPath, readAnn: () => readFileSync(annPath, 'utf8') };
}
