import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';

/** The built command line while it runs, so that a test can speak to it, interrupt it, or serve it something. */
export interface RunningCli {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<CliOutcome>;
  /** Resolves once standard error holds this. */
  saying(text: string): Promise<void>;
}

export interface CliOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param input of standard input; without it, it stays open. `script`: of another installation. */
export function runCli(
  parameters: readonly string[],
  {
    env,
    input,
    script = join(projectFolder, 'dist', 'cli.js'),
  }: { env: Readonly<Record<string, string>>; input?: string | Uint8Array; script?: string },
): RunningCli {
  const child = spawn(process.execPath, [script, ...parameters], {
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (data: string) => {
      output[name] += data;
    });
  }
  if (input !== undefined) {
    // It may end before it has read all.
    child.stdin.on('error', () => undefined).end(input);
  }
  return {
    child,
    ended: once(child, 'close').then(([status]) => ({ ...output, status: status as number | null })),
    async saying(text) {
      while (!output.stderr.includes(text)) {
        await once(child.stderr, 'data');
      }
    },
  };
}

/** A folder that goes with the test. */
export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-cli-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
