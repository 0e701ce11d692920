import type { WriteStream } from 'node:tty';

/** One line on how far a long command is. */
export interface ProgressLine {
  update(text: string): void;
  /** Leaves the terminal's next line free for what follows. */
  end(): void;
}

interface ProgressLineOptions {
  readonly stream?: Pick<WriteStream, 'isTTY' | 'write'>;
  readonly now?: () => number;
}

/** A log is not to be flooded; a terminal's line is rewritten in place. */
const logIntervalMs = 5_000;
const terminalIntervalMs = 100;
const clearToEnd = '\u001B[K';

/** On standard error: a line that rewrites itself on a terminal; elsewhere a new line every five seconds. */
export function createProgressLine({
  stream = process.stderr,
  now = () => performance.now(),
}: ProgressLineOptions = {}): ProgressLine {
  const intervalMs = stream.isTTY ? terminalIntervalMs : logIntervalMs;
  let last = stream.isTTY ? -Infinity : now();
  let shown = false;
  return {
    update(text) {
      const time = now();
      if (time - last >= intervalMs) {
        last = time;
        shown = true;
        stream.write(stream.isTTY ? `\rtermlens: ${text}${clearToEnd}` : `termlens: ${text}\n`);
      }
    },
    end() {
      if (stream.isTTY && shown) {
        stream.write(`\r${clearToEnd}`);
        shown = false;
      }
    },
  };
}

/** `0:07`, `12:30`, `3:05:09`. */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [first, ...others] = parts[0] === 0 ? parts.slice(1) : parts;
  return [String(first), ...others.map((part) => String(part).padStart(2, '0'))].join(':');
}

export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}
