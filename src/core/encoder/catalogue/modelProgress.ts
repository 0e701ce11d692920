import { createTransferRate } from '../../download/transferRate.ts';

/** How far a whole download or import is. */
export interface ModelProgress {
  /** The file that is worked on, as the repository or folder names it. */
  readonly file: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Mean of the last seconds. */
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | undefined;
}

export interface ModelProgressReporter {
  /** More files turned out to be needed. */
  expect(bytes: number): void;
  /** So many bytes of this file are there by now. */
  report(file: string, doneBytes: number, fileBytes: number): void;
}

/** Often enough to look alive. */
const intervalMs = 100;

/** Puts together what is reported of single files. */
export function createModelProgress(
  onProgress: ((progress: ModelProgress) => void) | undefined,
  now: () => number = () => performance.now(),
): ModelProgressReporter {
  const rate = createTransferRate(now);
  const done = new Map<string, number>();
  let total = 0;
  let last = -Infinity;
  return {
    expect(bytes) {
      total += bytes;
    },
    report(file, doneBytes, fileBytes) {
      const before = done.get(file);
      done.set(file, doneBytes);
      // The first report of a file tells what was there already; a later, smaller one, that it is begun anew.
      rate.add(before === undefined ? 0 : Math.max(0, doneBytes - before));
      if (now() - last >= intervalMs || doneBytes === fileBytes) {
        last = now();
        const all = [...done.values()].reduce((sum, bytes) => sum + bytes, 0);
        onProgress?.({ file, ...rate.progress(all, total), totalBytes: total });
      }
    },
  };
}
