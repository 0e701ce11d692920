import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process and all that it started, in MB; nothing where there is no `/proc`. */
export function treeMegabytes(processId: number): number | undefined {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const status = /^\d+$/u.test(entry) ? readStatus(entry) : undefined;
    if (status) {
      resident.set(Number(entry), status.megabytes);
      children.set(status.parent, [...(children.get(status.parent) ?? []), Number(entry)]);
    }
  }
  const add = (id: number): number =>
    (resident.get(id) ?? 0) + (children.get(id) ?? []).reduce((sum, child) => sum + add(child), 0);
  return add(processId);
}

/** Nothing for a process that ended meanwhile. */
function readStatus(id: string): { readonly parent: number; readonly megabytes: number } | undefined {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    const number = (field: string): number =>
      Number(new RegExp(`^${field}:\\s+(\\d+)`, 'mu').exec(status)?.[1] ?? 0);
    return { parent: number('PPid'), megabytes: number('VmRSS') / 1024 };
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}
