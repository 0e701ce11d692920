import { spawnSync } from 'node:child_process';
import { projectFolder } from './projectFolder.ts';

/*
 * npm test: everything, from the source's style to the packed extension in a real VS Code. Each step does its
 * own set-up (browser, VS Code server, system packages), so that it also passes on a machine that has nothing
 * but Node and npm. The first step that fails ends the run.
 */
const steps: readonly (readonly [what: string, command: string, ...args: string[]])[] = [
  ['types, style and direction of imports', 'npm', 'run', '--silent', 'lint'],
  ['the bundled vocabulary', 'npm', 'run', '--silent', 'check:vocabulary'],
  ['the package', 'npm', 'run', '--silent', 'package'],
  [
    'unit, server and model tests',
    'vitest',
    'run',
    '--project',
    'unit',
    '--project',
    'server',
    '--project',
    'model',
  ],
  ['the packed extension in VS Code', 'vitest', 'run', '--project', 'e2e'],
  ['the benchmarks, once through', 'node', 'bench/main.ts', '--smoke'],
];

for (const [what, command, ...args] of steps) {
  const started = performance.now();
  process.stdout.write(`\n=== ${what}\n`);
  const { status, error } = spawnSync(command, args, { cwd: projectFolder, stdio: 'inherit' });
  const seconds = Math.round((performance.now() - started) / 1000);
  if (error || status !== 0) {
    process.stdout.write(`\nFailed after ${seconds} s: ${what}${error ? ` (${error.message})` : ''}.\n`);
    process.exit(1);
  }
  process.stdout.write(`--- ${what}: ${seconds} s\n`);
}
