import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from '../../scripts/installOnce.ts';

const version = '0.4.21';

/** sssom-py, by the authors of SSSOM, which checks mapping sets against the schema. */
export interface SssomValidator {
  /** What it says of the mapping set in a file; a status of 0 for a valid one. */
  validate(file: string): Promise<{ readonly status: number; readonly output: string }>;
}

/** Installs it from PyPI, about a minute and 400 MB the first time; where that does not work, says why. */
export async function installSssom(): Promise<SssomValidator | { readonly missing: string }> {
  let root: string;
  try {
    root = await installOnce(`sssom-py-${version}`, install);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const missing = `sssom-py ${version} cannot be installed from PyPI here: ${lastLine(reason)}`;
    // A reporter that lists failures alone shows the number of skipped tests, and no reason.
    process.stderr.write(`[sssom-py] skipped: ${missing}\n`);
    return { missing };
  }
  const program = path.join(root, 'bin', 'sssom');
  return { validate: (file) => run(program, ['validate', file]) };
}

async function install(root: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  for (const [program, ...parameters] of [
    ['python3', '-m', 'venv', root],
    // Where PyPI cannot be reached, pip would go on trying for minutes.
    [path.join(root, 'bin', 'pip'), 'install', '--quiet', '--retries', '1', `sssom==${version}`],
  ] as const) {
    const { status, output } = await run(program, parameters);
    if (status !== 0) {
      throw new Error(output);
    }
  }
}

async function run(
  program: string,
  parameters: readonly string[],
): Promise<{ readonly status: number; readonly output: string }> {
  return promisify(execFile)(program, [...parameters]).then(
    ({ stdout, stderr }) => ({ status: 0, output: stdout + stderr }),
    (error: unknown) => {
      const { code, message } = error as Error & { readonly code?: unknown };
      return { status: typeof code === 'number' ? code : -1, output: message };
    },
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
