import { idOfLine, mapReferences } from '../formats/bratReferences.ts';
import { type BratRecords, type MentionRecord, withId } from './bratRecords.ts';
import type { MergedLines } from './mergedLines.ts';
import type { MergeNumbers } from './mergeNumbers.ts';

/** Takes lines of their side into the merged file, where all that refers to one another goes on doing so. */
export interface TakeOver {
  /** What has `id` on their side is `mergedId` in the merged file. */
  became(id: string, mergedId: string): void;
  /** Lines of their file, by index, that are said of mentions which are in the merged file already. */
  addLines(lines: readonly number[], behind: number | undefined): void;
  /** Gives the number that the mention has now. */
  addMention(mention: MentionRecord, behind: number | undefined): string;
}

export function createTakeOver(theirs: BratRecords, numbers: MergeNumbers, merged: MergedLines): TakeOver {
  const renamed = new Map<string, string>();
  const takeOver: TakeOver = {
    became(id, mergedId) {
      renamed.set(id, mergedId);
    },
    addLines(lines, behind) {
      const sources = lines.map((line) => theirs.lines[line] ?? '');
      const ids = sources.flatMap((source) => idOfLine(source) ?? []);
      for (const id of ids.filter((known) => !renamed.has(known))) {
        renamed.set(id, numbers.take(id));
      }
      const renumbered = sources.map((source) => {
        const id = idOfLine(source);
        const referring = mapReferences(source, (target) => renamed.get(target) ?? target);
        return id === undefined ? referring : withId(referring, renamed.get(id) ?? id);
      });
      merged.add(renumbered, behind);
    },
    addMention({ id, line, facts }, behind) {
      takeOver.addLines([line, ...facts.map((fact) => fact.line)], behind);
      return renamed.get(id) ?? id;
    },
  };
  return takeOver;
}
