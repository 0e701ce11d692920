import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/**
 * Physical cores that this process may use: two threads on one core share its multipliers and slow each other down.
 * Linux lists each core's threads under /sys; elsewhere nobody tells.
 */
export function physicalCores(): number | undefined {
  const folder = '/sys/devices/system/cpu';
  try {
    const cores = readdirSync(folder)
      .filter((name) => /^cpu\d+$/u.test(name))
      .map((name) => readFileSync(`${folder}/${name}/topology/thread_siblings_list`, 'utf8').trim());
    return cores.length > 0 ? Math.max(1, Math.min(new Set(cores).size, availableParallelism())) : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined; // no such folder, or not for us
    }
    throw error;
  }
}
