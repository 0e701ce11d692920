import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, copyFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCodeServer, installExtension, startCodeServer } from './codeServer.ts';
import { hostTarget, vsixPath } from './nativeTargets.ts';
import { projectFolder } from './projectFolder.ts';

/*
 * npm start: builds, links the terms of the sample note and prints the table; then opens a copy of the note in
 * VS Code with the packed extension: the desktop's `code` if there is one, otherwise a VS Code in the browser,
 * whose address is printed. `-- --no-editor` stops after the table.
 */
const sampleNote = join(projectFolder, 'media', 'sample', 'note.txt');

run('npm', ['run', '--silent', 'build']);
run('node', [join('dist', 'cli.js'), 'annotate', join('media', 'sample', 'note.txt')]);
if (!process.argv.includes('--no-editor')) {
  await openEditor();
}

async function openEditor(): Promise<void> {
  run('npm', ['run', '--silent', 'package']);
  const { version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const vsix = join(projectFolder, vsixPath(hostTarget(), version));
  // A copy, so that trying the annotations leaves the project as it is.
  const folder = await mkdtemp(join(tmpdir(), 'termlens-sample-'));
  await copyFile(sampleNote, join(folder, 'note.txt'));
  if (spawnSync('code', ['--version'], { stdio: 'ignore' }).status === 0) {
    run('code', ['--install-extension', vsix]);
    run('code', [folder, join(folder, 'note.txt')]);
    return;
  }
  await openInBrowser(vsix, folder);
}

async function openInBrowser(vsix: string, folder: string): Promise<void> {
  process.stderr.write('There is no desktop VS Code here; starting one that shows in a browser.\n');
  const profile = join(projectFolder, 'build', 'sample-profile');
  const extensionsDir = join(profile, 'extensions');
  await mkdir(extensionsDir, { recursive: true });
  const installation = await installCodeServer();
  await installExtension(installation, vsix, extensionsDir);
  const server = await startCodeServer({
    installation,
    folder,
    userDataDir: join(profile, 'data'),
    extensionsDir,
    settings: {
      'workbench.startupEditor': 'none',
      'chat.disableAIFeatures': true,
      'telemetry.telemetryLevel': 'off',
    },
    trustWorkspace: true,
  });
  process.stdout.write(`\nOpen ${server.url} and hover over a term of note.txt. Ctrl+C ends it.\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.stop().then(() => process.exit(0));
    });
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: projectFolder, stdio: 'inherit' });
  if (error || status !== 0) {
    process.stderr.write(`"${command} ${args.join(' ')}" failed${error ? `: ${error.message}` : '.'}\n`);
    process.exit(1);
  }
}
