import { createProgressRate } from '../progressRate.ts';

export interface DownloadProgress {
  /** Includes what an earlier attempt left. */
  readonly doneBytes: number;
  readonly totalBytes: number | undefined;
  /** Mean of the last seconds; 0 until something has arrived. */
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | undefined;
}

/** Turns counts of bytes into rates and times left. */
export interface TransferRate {
  /** `fresh`: bytes that have just come over the network, as opposed to found on the disk. */
  add(fresh: number): void;
  progress(doneBytes: number, totalBytes: number | undefined): DownloadProgress;
}

const windowMs = 5_000;

export function createTransferRate(now?: () => number): TransferRate {
  const rate = createProgressRate({ windowMs, now });
  return {
    add: rate.add,
    progress(doneBytes, totalBytes) {
      const { perSecond, secondsLeft } = rate.pace(
        totalBytes === undefined ? undefined : totalBytes - doneBytes,
      );
      return { doneBytes, totalBytes, bytesPerSecond: perSecond, secondsLeft };
    },
  };
}
