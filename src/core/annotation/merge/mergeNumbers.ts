import { idOfLine, referredIds } from '../formats/bratReferences.ts';
import type { BratRecords } from './bratRecords.ts';

/** Gives the lines of their side numbers that our side does not have, and remembers which. */
export interface MergeNumbers {
  /** For a line that had `id` on their side: the same if nothing has it, or refers to it, in the merged file. */
  take(id: string): string;
  /** A number that no version has, for a line that is in none; `letter` is one of brat's. */
  next(letter: string): string;
}

export function createMergeNumbers(ours: BratRecords, versions: readonly BratRecords[]): MergeNumbers {
  const used = new Set(ours.lines.flatMap(idsIn));
  const highest = new Map<string, number>();
  for (const id of versions.flatMap(({ lines }) => lines.flatMap(idsIn))) {
    const [, letter = '', digits = ''] = /^([A-Za-z#])(\d{1,15})/u.exec(id) ?? [];
    highest.set(letter, Math.max(highest.get(letter) ?? 0, Number(digits)));
  }
  const next = (letter: string): string => {
    const number = (highest.get(letter) ?? 0) + 1;
    highest.set(letter, number);
    used.add(`${letter}${number}`);
    return `${letter}${number}`;
  };
  return {
    next,
    take(id) {
      if (used.has(id)) {
        return next(id.charAt(0));
      }
      used.add(id);
      return id;
    },
  };
}

function idsIn(source: string): string[] {
  const id = idOfLine(source);
  return [...(id === undefined ? [] : [id]), ...referredIds(source)];
}
