import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installCodeServer, installExtension, startCodeServer } from '../../scripts/codeServer.ts';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** Nothing pops up, blinks, asks the network or rewrites what a test types. */
const calmSettings = {
  'chat.disableAIFeatures': true,
  'editor.autoClosingBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.scrollBeyondLastLine': false,
  'editor.stickyScroll.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.wordWrap': 'on',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off', // on by default in browsers
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

type Settings = Readonly<Record<string, unknown>>;

export interface VsCodeOptions {
  /** The packed extension under test. */
  readonly vsix: string;
  /** More packed extensions. */
  readonly otherExtensions?: readonly string[];
  /** The opened folder's files: text by path in the folder, with "/" between names. */
  readonly files: Readonly<Record<string, string>>;
  /** User settings, on top of the calm ones. */
  readonly settings?: Settings;
  /** Of the machine that extensions run on, where settings of the scope `machine` are taken from. */
  readonly machineSettings?: Settings;
  /** Written to the folder's .vscode/settings.json. */
  readonly workspaceSettings?: Settings;
  /** False opens the folder in Restricted Mode, without asking; true when left out. */
  readonly trustWorkspace?: boolean;
  /** Environment variables for the extension host and what it starts. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface VsCode {
  readonly workbench: Workbench;
  /** Absolute path of the opened folder. */
  readonly folder: string;
  /** Where VS Code keeps settings and logs. */
  readonly userDataDir: string;
  /** Closes the browser, ends the server and deletes its folders. Safe to call twice. */
  dispose(): Promise<void>;
}

/**
 * Opens a VS Code with nothing but the extension, on a fresh folder. The first call on a machine
 * installs code-server and Chromium, which takes minutes. What was started is ended when it rejects.
 */
export async function startVsCode(options: VsCodeOptions): Promise<VsCode> {
  await ensureSystemPackages(['chromium', 'libvulkan1', 'fonts-noto-color-emoji']);
  const installation = await installCodeServer();
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'termlens-e2e-')));
  const stack = new AsyncDisposableStack();
  stack.defer(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  try {
    const folder = path.join(root, 'notes');
    const userDataDir = path.join(root, 'user');
    const extensionsDir = path.join(root, 'extensions');
    await writeFiles(folder, options);
    await writeMachineSettings(userDataDir, options.machineSettings);
    for (const vsix of [options.vsix, ...(options.otherExtensions ?? [])]) {
      await installExtension(installation, vsix, extensionsDir);
    }
    const server = await startCodeServer({
      installation,
      folder,
      userDataDir,
      extensionsDir,
      settings: { ...calmSettings, ...options.settings },
      trustWorkspace: options.trustWorkspace ?? true,
      environment: options.environment ?? {},
    });
    stack.defer(() => server.stop());
    const workbench = await openWorkbench({ url: server.url });
    stack.defer(() => workbench.close());
    return { workbench, folder, userDataDir, dispose: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function writeMachineSettings(userDataDir: string, settings: Settings = {}): Promise<void> {
  const folder = path.join(userDataDir, 'Machine');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
}

async function writeFiles(folder: string, { files, workspaceSettings }: VsCodeOptions): Promise<void> {
  const settings =
    workspaceSettings === undefined ? {} : { '.vscode/settings.json': JSON.stringify(workspaceSettings) };
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries({ ...settings, ...files })) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
