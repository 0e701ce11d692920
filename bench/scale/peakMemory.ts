import { readdirSync, readFileSync } from 'node:fs';

/** Looks twice a second at what a process and all that it started have in memory. */
export interface PeakMemory {
  /** The most that they had together, in MB of 2²⁰ bytes; NaN where there is no `/proc`. */
  stop(): number;
}

const intervalMs = 500;

export function watchPeakMemory(processId: number): PeakMemory {
  let peak = Number.NaN;
  const look = (): void => {
    const now = residentMegabytes(processId);
    peak = Number.isNaN(peak) ? now : Math.max(peak, now);
  };
  const timer = process.platform === 'linux' ? setInterval(look, intervalMs) : undefined;
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Of the process and its descendants. */
function residentMegabytes(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/u.test(entry))) {
    const status = readStatus(name);
    const parent = /^PPid:\s+(\d+)/mu.exec(status)?.[1];
    const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1];
    if (parent !== undefined && kilobytes !== undefined) {
      parents.set(Number(name), Number(parent));
      resident.set(Number(name), Number(kilobytes) / 1024);
    }
  }
  const descends = (id: number): boolean => {
    const parent = parents.get(id);
    return id === root || (parent !== undefined && descends(parent));
  };
  return [...resident].reduce((sum, [id, megabytes]) => sum + (descends(id) ? megabytes : 0), 0);
}

/** Empty when the process has ended meanwhile. */
function readStatus(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/status`, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return '';
    }
    throw error;
  }
}
