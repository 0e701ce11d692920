import type { Position, Range } from 'vscode-languageclient/node';
import {
  differenceAttribute,
  type DifferenceVersion,
  type NoteDifferences,
} from '../../protocol/adjudicationMessages.ts';
import type { NoteState } from '../../protocol/messages.ts';
import { touches } from '../suggestionOrder.ts';

/** What one of the two says, or that it says nothing here. */
export interface DifferenceSide {
  readonly side: string;
  readonly label?: string;
  /** None where this side has nothing. */
  readonly versions: readonly DifferenceVersion[];
}

/** A difference where it is in the note as that is now. */
export interface LocatedDifference {
  readonly number: number;
  readonly kinds: readonly string[];
  /** A, then B. */
  readonly sides: readonly DifferenceSide[];
  /** From the first character of any version to the last. */
  readonly range: Range;
}

/** Which annotations of a note are to be decided, as far as the note's state tells it. */
export function listUndecided(state: NoteState | undefined): string[] {
  return (state?.annotations ?? [])
    .filter(({ attributes = [] }) => attributes.some(({ name }) => name === differenceAttribute))
    .map(({ id }) => id);
}

/** The differences in the order of the note. The server says which versions belong together, the state where they are. */
export function locateDifferences(
  known: NoteDifferences | undefined,
  state: NoteState | undefined,
): readonly LocatedDifference[] {
  const byId = new Map((state?.annotations ?? []).map((annotation) => [annotation.id, annotation]));
  const undecided = new Set(listUndecided(state));
  return (known?.differences ?? [])
    .flatMap(({ number, kinds, versions }): LocatedDifference[] => {
      const placed = versions.flatMap((version) => {
        const ranges = undecided.has(version.id) ? byId.get(version.id)?.ranges : undefined;
        return ranges === undefined ? [] : [{ ...version, ranges }];
      });
      const range = coverAll(placed.flatMap(({ ranges }) => ranges));
      const letters = ['A', 'B', ...placed.map(({ side }) => side)];
      const sides = [...new Set(letters)].map((side): DifferenceSide => {
        const ofSide = placed.filter((version) => version.side === side);
        const label = ofSide.find((version) => version.label !== undefined)?.label;
        return { side, versions: ofSide, ...(label !== undefined && { label }) };
      });
      return range === undefined ? [] : [{ number, kinds, sides, range }];
    })
    .sort((one, other) => comparePositions(one.range.start, other.range.start));
}

/** The sides that have something at `position`. */
export function sidesAt({ sides }: LocatedDifference, position: Position): readonly DifferenceSide[] {
  return sides.filter(({ versions }) =>
    versions.some(({ ranges }) => ranges.some((range) => touches(range, position))),
  );
}

function coverAll(ranges: readonly Range[]): Range | undefined {
  const [first, ...others] = ranges;
  return (
    first &&
    others.reduce(
      ({ start, end }, range) => ({
        start: comparePositions(range.start, start) < 0 ? range.start : start,
        end: comparePositions(range.end, end) > 0 ? range.end : end,
      }),
      first,
    )
  );
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
