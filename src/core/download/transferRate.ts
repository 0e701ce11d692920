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

/** Long enough to be steady, short enough to show that a connection has become slow. */
const windowMs = 5_000;
const sampleMs = 250;

export function createTransferRate(now: () => number = () => performance.now()): TransferRate {
  let received = 0;
  let samples: { readonly time: number; readonly received: number }[] = [{ time: now(), received: 0 }];

  return {
    add(fresh) {
      received += fresh;
      const time = now();
      if (time - (samples.at(-1)?.time ?? 0) >= sampleMs) {
        samples.push({ time, received });
        // The newest sample from before the window stays: it is the window's beginning.
        const first = samples.findLastIndex((sample) => time - sample.time >= windowMs);
        samples = samples.slice(Math.max(first, 0));
      }
    },
    progress(doneBytes, totalBytes) {
      const [oldest = { time: 0, received: 0 }] = samples;
      const seconds = (now() - oldest.time) / 1000;
      const bytesPerSecond = seconds > 0 ? (received - oldest.received) / seconds : 0;
      const secondsLeft =
        totalBytes === undefined || bytesPerSecond === 0
          ? undefined
          : Math.max(0, totalBytes - doneBytes) / bytesPerSecond;
      return { doneBytes, totalBytes, bytesPerSecond, secondsLeft };
    },
  };
}
