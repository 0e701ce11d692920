import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * `node:sqlite` came with Node 22.13. Where the command runs on an older Node, it runs again on the one that
 * the project's own dependencies bring; where there is none, it says what to do. So this file must not import
 * what needs the newer Node.
 */
const installFolder = dirname(__dirname);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isRecentEnough = major > 22 || (major === 22 && minor >= 13);
const ownNode = join(
  installFolder,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

if (isRecentEnough) {
  void import('./runProgram.ts').then(({ runTermLens }) => runTermLens(installFolder, process.argv));
} else if (existsSync(ownNode)) {
  const { status } = spawnSync(ownNode, process.argv.slice(1), { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(
    `termlens: Node ${process.versions.node} is too old. Install Node 22.13 or later, then run the command again.\n`,
  );
  process.exitCode = 1;
}
