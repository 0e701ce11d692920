import { adjudicationAttribute } from '../agreement/markedSpan.ts';
import { differenceNumber, formatDifference } from './differenceComment.ts';
import type { BratRecords, Fact, MentionRecord } from './bratRecords.ts';
import type { ConflictKind, MentionTriple } from './mergeMention.ts';
import type { MergedLines } from './mergedLines.ts';
import type { MergeNumbers } from './mergeNumbers.ts';
import type { TakeOver } from './takeOver.ts';

interface ConflictOptions {
  readonly versions: readonly BratRecords[];
  readonly labels: { readonly ours: string; readonly theirs: string };
  readonly numbers: MergeNumbers;
  readonly merged: MergedLines;
  readonly takeOver: TakeOver;
}

export interface ConflictLines {
  /** Leaves both versions of a mention in the file, theirs behind ours, and says of each whose it is. */
  add(triple: MentionTriple, kinds: readonly ConflictKind[]): void;
  triples(): readonly MentionTriple[];
  list(): readonly { readonly number: number; readonly kinds: readonly ConflictKind[] }[];
}

const component = `A ${adjudicationAttribute}`;

export function createConflictLines({
  versions,
  labels,
  numbers,
  merged,
  takeOver,
}: ConflictOptions): ConflictLines {
  const first = Math.max(0, ...versions.flatMap(({ lines }) => lines.map(differenceNumber))) + 1;
  const found: { readonly number: number; readonly kinds: readonly ConflictKind[] }[] = [];
  const triples: MentionTriple[] = [];
  const isOpen = (fact: Fact): boolean => fact.component === component;
  return {
    list: () => found,
    triples: () => triples,
    add(triple, kinds) {
      const { ours, theirs } = triple;
      const number = first + found.length;
      found.push({ number, kinds });
      triples.push(triple);
      const behind = ours && Math.max(ours.line, ...ours.facts.map(({ line }) => line));
      const mark = (id: string, side: 'A' | 'B', label: string, other: string): void => {
        const comment = formatDifference({ number, kinds, label, other });
        merged.add(
          [
            `${numbers.next('A')}\t${adjudicationAttribute} ${id} ${side}`,
            `${numbers.next('#')}\tAnnotatorNotes ${id}\t${comment}`,
          ],
          behind,
        );
      };
      // A difference that was undecided before is part of this one now.
      if (ours !== undefined) {
        merged.remove(ours.facts.filter(isOpen));
        mark(ours.id, 'A', labels.ours, describe('B', theirs));
      }
      if (theirs !== undefined) {
        const facts = theirs.facts.filter((fact) => !isOpen(fact));
        const id = takeOver.addMention({ ...theirs, facts }, behind);
        mark(id, 'B', labels.theirs, describe('A', ours));
      }
    },
  };
}

/** By offsets and identifiers, without words of the note. */
function describe(side: 'A' | 'B', mention: MentionRecord | undefined): string {
  if (mention === undefined) {
    return `${side} removed it`;
  }
  const of = (letter: string): string[] =>
    mention.facts.flatMap(({ content }) =>
      content.startsWith(`${letter} `)
        ? [
            content
              .slice(2)
              .replace(/ ?\$ ?/u, ' ')
              .trim(),
          ]
        : [],
    );
  const concepts = of('N').map((said) => said.replace(/^\S+ /u, ''));
  const details = [
    mention.spans.map(([start, end]) => `${start}-${end}`).join(';'),
    concepts.join('|') || 'no concept',
    ...of('A').filter((said) => !said.startsWith(adjudicationAttribute)),
  ];
  return `${side} has ${details.join(', ')}`;
}
