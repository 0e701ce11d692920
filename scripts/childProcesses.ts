import { readdirSync, readFileSync } from 'node:fs';

/**
 * This process's environment without what would steer the child: an outer VS Code or npm script,
 * a test runner, Node options, and code-server's own variables, which beat its command line.
 */
export function cleanEnvironment(): Record<string, string | undefined> {
  const dropped = /^(VSCODE_|ELECTRON_|VITEST|CODE_SERVER_|NODE_(OPTIONS|ENV|PATH|V8_COVERAGE)$|PORT$|npm_)/;
  const kept = /^npm_config_(registry|cache|cafile|userconfig|noproxy|proxy|https_proxy)$/;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => kept.test(name) || !dropped.test(name)),
  );
}

/**
 * Kills every process that was started with `mark` ("NAME=value") in its environment, however far
 * it has detached itself. Synchronous, so that a process can call it while it exits.
 */
export function killMarkedProcesses(mark: string): void {
  let pids = findMarkedProcesses(mark);
  // Again until none is left: a dying process may have started another.
  while (pids.length > 0) {
    pids.forEach(kill);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); // a sleep of 20 ms
    pids = findMarkedProcesses(mark);
  }
}

function findMarkedProcesses(mark: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && environmentOf(pid).includes(mark));
}

/** Empty for a process that is gone already or is another user's. */
function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String(codeOf(error)))) {
      return [];
    }
    throw error;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') {
      throw error;
    }
  }
}

/** The `code` of a system error or of a failed command. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
