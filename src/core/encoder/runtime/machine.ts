import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';

/** What the speed of an encoder depends on besides the model: processor, system and graphics drivers. */
export interface Machine {
  /** For people. */
  readonly description: string;
  /** The processor's or, with an NVIDIA driver, the graphics card's name. */
  readonly processor: string;
  readonly graphics?: string | undefined;
  /** Changes when any of it does. */
  readonly key: string;
}

export function readMachine(): Machine {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const graphics = nvidiaCard();
  const system = `${process.platform}-${process.arch} ${release()}`;
  const description = `${processor}, ${availableParallelism()} cores, ${system}${graphics ? `, ${graphics}` : ''}`;
  const drivers = [
    readText('/proc/driver/nvidia/version'),
    ...graphicsDevices(),
    // They choose the Vulkan driver.
    process.env['VK_ICD_FILENAMES'],
    process.env['VK_DRIVER_FILES'],
  ];
  const key = createHash('sha256')
    .update(JSON.stringify([description, drivers]))
    .digest('hex');
  return { description, processor, graphics, key };
}

function nvidiaCard(): string | undefined {
  const folder = '/proc/driver/nvidia/gpus';
  const card = list(folder)[0];
  return card === undefined
    ? undefined
    : /^Model:\s*(.+)$/mu.exec(readText(`${folder}/${card}/information`) ?? '')?.[1]?.trim();
}

/** Vendor and device numbers of the graphics cards that Linux knows; nothing elsewhere. */
function graphicsDevices(): (string | undefined)[] {
  return list('/sys/class/drm')
    .filter((name) => /^card\d+$/u.test(name))
    .flatMap((name) => [
      readText(`/sys/class/drm/${name}/device/vendor`),
      readText(`/sys/class/drm/${name}/device/device`),
    ]);
}

function list(folder: string): string[] {
  return ifThere(() => readdirSync(folder).sort()) ?? [];
}

function readText(file: string): string | undefined {
  return ifThere(() => readFileSync(file, 'utf8'));
}

/** Other systems, and other versions of this one, do not have all of these files, or keep them to themselves. */
function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}
