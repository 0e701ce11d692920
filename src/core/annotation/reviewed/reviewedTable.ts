import { hasConflictMarkers, isConflictMarker } from '../merge/conflictMarkers.ts';

/** A note that somebody went through, and what was in its files then. */
export interface ReviewedNote {
  /** In its workspace folder, with `/`. */
  readonly path: string;
  readonly state: string;
  /** Checksums of the note and of its annotations, `-` where there are none. */
  readonly note: string;
  readonly annotations: string;
}

/** What a note is marked as. */
export const doneState = 'done';

/** The table cannot be changed as it is; the message says why and what to do. */
export class ReviewedTableError extends Error {
  override readonly name = 'ReviewedTableError';

  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`);
  }
}

const columns = ['path', 'state', 'note', 'annotations'] as const;
const header = columns.join('\t');

/** The notes of a table; lines that are none are passed over, and of two of one note the first counts. */
export function parseReviewed(text: string): ReadonlyMap<string, ReviewedNote> {
  const notes = new Map<string, ReviewedNote>();
  for (const line of text.replace(/^\ufeff/u, '').split(/\r\n|\n|\r/u)) {
    const note = line === header || isConflictMarker(line) ? undefined : parseLine(line);
    if (note !== undefined && !notes.has(note.path)) {
      notes.set(note.path, note);
    }
  }
  return notes;
}

/**
 * The table with these notes, one a line and sorted by path, so that two people's changes seldom meet; other lines stay
 * as they are. @throws {ReviewedTableError} when a merge left two versions in it.
 */
export function withReviewed(text: string, file: string, notes: readonly ReviewedNote[]): string {
  return change(
    text,
    file,
    notes.map(({ path }) => path),
    notes,
  );
}

/** The table without the notes at `paths`. @throws {ReviewedTableError} as `withReviewed`. */
export function withoutReviewed(text: string, file: string, paths: readonly string[]): string {
  return change(text, file, paths, []);
}

function change(text: string, file: string, gone: readonly string[], added: readonly ReviewedNote[]): string {
  if (hasConflictMarkers(text)) {
    throw new ReviewedTableError(
      file,
      'a merge left both versions in it, so it is not changed. Decide between them, remove the markers, and repeat.',
    );
  }
  const unwritable = added.find(({ path }) => /[\t\r\n]/u.test(path));
  if (unwritable !== undefined) {
    throw new ReviewedTableError(
      file,
      `the name of the note ${JSON.stringify(unwritable.path)} cannot be written in a table. Rename the note.`,
    );
  }
  const paths = new Set(gone);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r\n|\n|\r/u).filter((line) => line !== '' && line !== header);
  const kept = lines.filter((line) => !paths.has(parseLine(line)?.path ?? ''));
  const rows = added.map(({ path, state, note, annotations }) => [path, state, note, annotations].join('\t'));
  if (kept.length === lines.length && rows.length === 0) {
    return text;
  }
  const pathOf = (line: string): string => line.split('\t', 1)[0] ?? '';
  const sorted = [...kept, ...rows].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  return [header, ...sorted].map((line) => line + lineEnd).join('');
}

function parseLine(line: string): ReviewedNote | undefined {
  const [path = '', state = '', note = '', annotations = ''] = line.split('\t');
  return path === '' || state === '' || note === '' ? undefined : { path, state, note, annotations };
}
