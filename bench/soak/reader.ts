import { wordPositions, type Position } from '../notes.ts';
import { pick, type Random } from './noteWriter.ts';

/** What the person does next. */
export type Action =
  | { readonly kind: 'hover'; readonly note: OpenNote; readonly place: Place; readonly seenBefore: boolean }
  | { readonly kind: 'open'; readonly note: OpenNote }
  | { readonly kind: 'close'; readonly note: OpenNote }
  /** Words put at the end of a line. */
  | { readonly kind: 'edit'; readonly note: OpenNote; readonly at: Position; readonly text: string };

export interface OpenNote {
  readonly number: number;
  readonly lines: string[];
  version: number;
  readonly unread: Place[];
}

export interface Place extends Position {
  /** Whether the server had something to say there, once it was asked; forgotten when the line is edited. */
  answered?: boolean;
}

export interface ReaderOptions {
  /** Share of the hovers that go where nobody has been. */
  readonly newShare: number;
  readonly writeNote: () => string[];
  readonly random: Random;
}

const openNotes = 6;
/** The places that are gone back to: few enough that the server still remembers them. */
const rememberedPlaces = 400;
/** Spans have at most six words, so that places this far apart share none. */
const wordsApart = 7;
const hoversPerEdit = 40;

/**
 * Somebody who reads notes and goes back to what was read: most hovers are where the mouse has been before, the
 * latest places most often (Zipf's law), the others at words not seen yet. Notes are opened as they are needed, the
 * oldest closed, and now and then words are added.
 */
export function createReader({ newShare, writeNote, random }: ReaderOptions): () => Action {
  const notes: OpenNote[] = [];
  const visited: { readonly note: OpenNote; readonly place: Place }[] = [];
  let opened = 0;
  let hovers = 0;

  const open = (): Action => {
    const lines = writeNote();
    const unread = wordPositions(lines.join('\n')).filter((_, i) => i % wordsApart === wordsApart >> 1);
    const note = { number: ++opened, lines, version: 1, unread: unread.reverse() };
    notes.push(note);
    return { kind: 'open', note };
  };

  const close = (): Action => {
    const [note] = notes.splice(0, 1);
    if (!note) {
      throw new Error('no note is open');
    }
    for (let i = visited.length - 1; i >= 0; i--) {
      if (visited[i]?.note === note) {
        visited.splice(i, 1);
      }
    }
    return { kind: 'close', note };
  };

  const edit = (): Action => {
    const note = pick(notes, random);
    const line = Math.floor(random() * note.lines.length);
    const text = ` Also ${pick(pick(notes, random).lines, random).split(' ').slice(0, 3).join(' ')}`;
    const edited = note.lines[line] ?? '';
    note.lines[line] = edited + text;
    note.version += 1;
    for (const { place } of visited.filter((other) => other.note === note && other.place.line === line)) {
      delete place.answered;
    }
    return { kind: 'edit', note, at: { line, character: edited.length }, text };
  };

  const readOn = (note: OpenNote): Action => {
    const place = note.unread.pop();
    if (!place) {
      throw new Error('the note is read');
    }
    visited.unshift({ note, place });
    visited.length = Math.min(visited.length, rememberedPlaces);
    return { kind: 'hover', note, place, seenBefore: false };
  };

  return () => {
    const latest = notes.at(-1);
    if (!latest || latest.unread.length === 0) {
      return notes.length < openNotes ? open() : close();
    }
    hovers += 1;
    if (hovers % hoversPerEdit === 0) {
      return edit();
    }
    if (visited.length === 0 || random() < newShare) {
      return readOn(latest);
    }
    // Rank r with a share of 1/r, by the logarithm's inverse.
    const rank = Math.floor((visited.length + 1) ** random()) - 1;
    const again = visited[rank] ?? visited[0];
    return again ? { kind: 'hover', ...again, seenBefore: true } : readOn(latest);
  };
}
