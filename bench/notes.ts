import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { projectFolder } from '../scripts/projectFolder.ts';

/** A place in a text as the protocol counts: both from 0, characters in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export const sampleNote = readFileSync(join(projectFolder, 'media/sample/note.txt'), 'utf8');

const aciBenchFile = join(projectFolder, '../shared/data/aci-bench/valid.csv');

/** The notes of aci-bench's validation part, or nothing where they are not at hand. */
export function readAciBenchNotes(): readonly string[] | undefined {
  if (!existsSync(aciBenchFile)) {
    return undefined;
  }
  const rows: { note: string }[] = parse(readFileSync(aciBenchFile, 'utf8'), { columns: true });
  return rows.map(({ note }) => note);
}

/** The middle of every word. */
export function wordPositions(text: string): Position[] {
  return text.split('\n').flatMap((line, number) =>
    Array.from(line.matchAll(/[\p{L}\p{N}]+/gu), ({ 0: word, index }) => ({
      line: number,
      character: index + Math.floor(word.length / 2),
    })),
  );
}

/** Whole lines of `notes` one after another until there are `words` words. */
export function takeWords(notes: readonly string[], words: number): string {
  const taken: string[] = [];
  let count = 0;
  for (const line of notes.join('\n\n').split('\n')) {
    if (count >= words) {
      break;
    }
    taken.push(line);
    count += line.split(/\s+/u).filter(Boolean).length;
  }
  return taken.join('\n');
}
