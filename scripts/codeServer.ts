import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { devNull } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cleanEnvironment, killMarkedProcesses } from './childProcesses.ts';
import { installOnce } from './installOnce.ts';
import { ensureSystemPackages } from './systemPackages.ts';

const run = promisify(execFile);

const codeServerVersion = '4.139.1';
/** code-server 4.139 runs on Node 24 only, so it brings its own, whatever Node runs this file. */
const nodeVersion = '24.21.0';
/** The native add-ons without which the VS Code server does not start. */
const nativeAddons = [
  '@vscode/spdlog',
  '@vscode/sqlite3',
  '@vscode/native-watchdog',
  '@vscode/fs-copyfile',
  '@vscode/deviceid',
  'node-pty',
];
const startTimeoutMs = 120_000;
const stopTimeoutMs = 5_000;
const logTailLength = 4_000;

/** A code-server on this disk, ready to start. */
export interface CodeServerInstallation {
  /** Path of the Node that runs it. */
  readonly node: string;
  /** Path of its entry script. */
  readonly entry: string;
}

export interface CodeServerOptions {
  readonly installation: CodeServerInstallation;
  /** The folder that the workbench opens. */
  readonly folder: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** User settings. Written only where `userDataDir` has none, so a kept profile stays its user's. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A free one when left out. */
  readonly port?: number;
  /** False, the default, asks for trust as the desktop does: the folder opens in Restricted Mode. */
  readonly trustWorkspace?: boolean;
  /** Added to this process's environment, for the server and its extension hosts. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunningCodeServer {
  /** Opens the workbench on the folder. */
  readonly url: string;
  readonly port: number;
  /** Ends the server and every process that descends from it. Safe to call twice. */
  stop(): Promise<void>;
}

/** The server ended, or stayed silent, before it answered; the message holds the end of its log. */
export class CodeServerStartError extends Error {
  override readonly name = 'CodeServerStartError';
}

/**
 * Installs code-server, the VS Code workbench for browsers, in a cache folder of its own, or finds
 * it there. The first time takes some minutes and needs the npm registry and a C++ compiler.
 * An interrupted installation is redone; a second process waits for the first.
 *
 * Rejects with `MissingSystemPackagesError` without a compiler, and with npm's output when npm fails.
 */
export async function installCodeServer(): Promise<CodeServerInstallation> {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64' && platform !== 'linux-arm64') {
    throw new Error(`code-server can be installed here on Linux x64 and arm64 only, not ${platform}.`);
  }
  const name = `code-server-${codeServerVersion}-node-${nodeVersion}-${platform}`;
  const root = await installOnce(name, (folder) => install(folder, platform));
  return {
    node: path.join(nodeFolder(root, platform), 'bin', 'node'),
    entry: path.join(root, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
}

/** Installs a packed extension where `startCodeServer` with the same `extensionsDir` finds it. */
export async function installExtension(
  installation: CodeServerInstallation,
  vsixPath: string,
  extensionsDir: string,
): Promise<void> {
  const { node, entry } = installation;
  const parameters = ['--config', devNull, '--extensions-dir', extensionsDir];
  await run(node, [entry, ...parameters, '--install-extension', vsixPath], { env: cleanEnvironment() });
}

/**
 * Starts a server on loopback, without a password, and resolves once it answers. It ends with this
 * process's exit too, but a signal that kills without one (SIGINT, SIGTERM) is the caller's to
 * handle with `stop`.
 *
 * Rejects with `CodeServerStartError` when it does not come up.
 */
export async function startCodeServer(options: CodeServerOptions): Promise<RunningCodeServer> {
  const port = options.port ?? (await findFreePort());
  await writeFirstSettings(options.userDataDir, options.settings);
  // Extension hosts and terminals may detach from the server; this mark finds them all the same.
  const mark = `TERMLENS_CODE_SERVER=${randomUUID()}`;
  const child = spawnServer(options, port, mark);
  const log = collectLog(child);
  const ended = waitForEnd(child);
  const killAll = (): void => {
    killMarkedProcesses(mark);
  };
  process.once('exit', killAll);

  const stop = async (): Promise<void> => {
    child.kill();
    await Promise.race([ended, delay(stopTimeoutMs, undefined, { ref: false })]);
    killAll();
    await ended;
    process.off('exit', killAll);
  };
  const origin = `http://127.0.0.1:${port}`;
  const failure = await Promise.race([waitForAnswer(`${origin}/healthz`, child), ended]);
  if (failure !== undefined) {
    await stop();
    throw new CodeServerStartError(`code-server ${failure}. The end of its log:\n${log()}`);
  }
  return { url: `${origin}/?folder=${encodeURIComponent(options.folder)}`, port, stop };
}

function spawnServer(options: CodeServerOptions, port: number, mark: string): ChildProcess {
  const { installation, folder, userDataDir, extensionsDir } = options;
  const [markName = '', markValue] = mark.split('=');
  const parameters = [
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--config', devNull], // not the user's own, and none is written for them
    ...['--user-data-dir', userDataDir, '--extensions-dir', extensionsDir],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...(options.trustWorkspace === true ? ['--disable-workspace-trust'] : []),
    folder,
  ];
  return spawn(installation.node, [installation.entry, ...parameters], {
    env: {
      ...cleanEnvironment(),
      EXTENSIONS_GALLERY: '{}', // no marketplace: nothing is asked of the network
      ...options.environment,
      [markName]: markValue,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function writeFirstSettings(userDataDir: string, settings: object): Promise<void> {
  const file = path.join(userDataDir, 'User', 'settings.json');
  if (!(await exists(file))) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`);
  }
}

/** Returns a function that gives the last lines of what the process has printed so far. */
function collectLog(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-logTailLength);
    });
  }
  return () => tail;
}

/** Resolves, never rejects, with words on how the process ended. */
async function waitForEnd(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return `ended with ${code === null ? String(signal) : `exit code ${code}`}`;
  } catch (error) {
    return `could not be run: ${String(error)}`;
  }
}

/** Resolves with undefined once the address answers, or with words on why it does not. */
async function waitForAnswer(url: string, server: ChildProcess): Promise<string | undefined> {
  const deadlineMs = Date.now() + startTimeoutMs;
  while (Date.now() < deadlineMs && server.exitCode === null) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) {
      return undefined;
    }
    await delay(100);
  }
  return `did not answer within ${startTimeoutMs / 1000} s`;
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('The system gave no free port.');
  }
  return address.port;
}

async function install(root: string, platform: string): Promise<void> {
  const startMs = Date.now();
  report(`installing into ${root}: about 850 MB, 3 to 10 minutes, this once.`);
  await ensureSystemPackages(['g++', 'make', 'python3']);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  await writeFile(path.join(root, 'package.json'), '{ "private": true }\n');
  const node = nodeFolder(root, platform);
  const vscode = path.join(root, 'node_modules', 'code-server', 'lib', 'vscode');
  const npmInstall = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'];

  report('1 of 4: code-server and its Node (a download)');
  const packages = [`code-server@${codeServerVersion}`, `node-${platform}@${nodeVersion}`];
  await npm(root, node, [...npmInstall, ...packages]);
  report('2 of 4: what VS Code needs (a download)');
  await npm(vscode, node, npmInstall);
  report('3 of 4: building its native add-ons (about 2 minutes)');
  await npm(vscode, node, ['rebuild', '--ignore-scripts=false', ...nativeAddons]);
  await symlink('node_modules', path.join(vscode, 'node_modules.asar'));
  report('4 of 4: what its built-in extensions need (a few seconds)');
  await npm(path.join(vscode, 'extensions'), node, npmInstall);
  report(`installed in ${Math.round((Date.now() - startMs) / 1000)} s.`);
}

async function npm(folder: string, node: string, parameters: readonly string[]): Promise<void> {
  const env = {
    ...cleanEnvironment(),
    PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: node, // headers to compile against, without a download
  };
  await run('npm', parameters, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
}

function nodeFolder(root: string, platform: string): string {
  return path.join(root, 'node_modules', `node-${platform}`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function report(line: string): void {
  process.stderr.write(`[code-server] ${line}\n`);
}
