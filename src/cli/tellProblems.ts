import type { Loss } from '../core/annotation/formats/losses.ts';
import type { ImportProblem } from '../core/vocabulary/importProblem.ts';

/** More is counted; all of it is in the JSON. */
const shownProblems = 20;

/** What could not be read, on standard error. */
export function tellProblems(problems: readonly ImportProblem[]): void {
  for (const { file, line, message } of problems.slice(0, shownProblems)) {
    process.stderr.write(`termlens: ${file}, line ${line}: ${message}\n`);
  }
  if (problems.length > shownProblems) {
    process.stderr.write(
      `termlens: and ${formatCount(problems.length - shownProblems, 'problem')} more; --json has all\n`,
    );
  }
}

/** What a format has no place for, on standard error. */
export function tellLosses(losses: readonly Loss[]): void {
  for (const { what, count, first } of losses) {
    process.stderr.write(`termlens: not held: ${what}: ${formatCount(count)}, first at ${first}\n`);
  }
}

/** `1 document`, `2,000 documents`, or the number alone. */
export function formatCount(number: number, noun?: string): string {
  const digits = number.toLocaleString('en-US');
  return noun === undefined ? digits : `${digits} ${noun}${number === 1 ? '' : 's'}`;
}
