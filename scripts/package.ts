import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { hostTarget, isNativeTarget, nativeTargets, vsixPath, type NativeTarget } from './nativeTargets.ts';
import { projectFolder } from './projectFolder.ts';

/*
 * npm run package [-- TARGET … | all]
 *
 * Makes one VSIX per target (default: this machine's), each with that platform's native libraries alone. The
 * files are laid out in a folder of their own first, because vsce packs a project's `node_modules` whole or
 * not at all; what of that folder ships is what `.vscodeignore` allows.
 */
const largestMegabytes = 60;
const shippedFolders = ['dist', 'media', 'models/starter', 'vocabularies/starter'];
const shippedFiles = [
  'models/catalogue.json',
  'vocabularies/catalogue.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
];

await import('./build.ts');
for (const target of chosenTargets(process.argv.slice(2))) {
  const { file, megabytes } = await packTarget(target);
  process.stdout.write(`${file}: ${megabytes.toFixed(1)} MB\n`);
  if (megabytes > largestMegabytes) {
    process.stderr.write(`The package is larger than ${largestMegabytes} MB.\n`);
    process.exitCode = 1;
  }
}

function chosenTargets(names: readonly string[]): NativeTarget[] {
  if (names.includes('all')) {
    return Object.keys(nativeTargets).filter(isNativeTarget);
  }
  const unknown = names.find((name) => !isNativeTarget(name));
  if (unknown !== undefined) {
    throw new Error(`Unknown target "${unknown}". Known: ${Object.keys(nativeTargets).join(', ')}, all.`);
  }
  return names.length > 0 ? names.filter(isNativeTarget) : [hostTarget()];
}

async function packTarget(target: NativeTarget): Promise<{ file: string; megabytes: number }> {
  const stage = join(projectFolder, 'build', `stage-${target}`);
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  for (const path of [...shippedFolders, ...shippedFiles]) {
    await cp(join(projectFolder, path), join(stage, path), { recursive: true });
  }
  await stageNativePackages(stage, target);
  const version = await stageManifest(stage);
  const file = vsixPath(target, version);
  const packagePath = join(projectFolder, file);
  await createVSIX({
    cwd: stage,
    target,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  await rm(stage, { recursive: true, force: true });
  return { file, megabytes: (await stat(packagePath)).size / 1e6 };
}

/** These cannot be bundled: they load their native library from beside their own scripts. */
async function stageNativePackages(stage: string, target: NativeTarget): Promise<void> {
  const { onnxRuntime, usearch } = nativeTargets[target];
  const parts = {
    'onnxruntime-node': ['package.json', 'README.md', 'dist', `bin/napi-v6/${onnxRuntime}`],
    'onnxruntime-common': ['package.json', 'README.md', 'dist/cjs'],
    ...(usearch && {
      usearch: ['package.json', 'LICENSE', 'javascript/dist/cjs', `prebuilds/${usearch}`],
      // What finds its library.
      'node-gyp-build': ['package.json', 'LICENSE', 'index.js', 'node-gyp-build.js'],
      bindings: ['package.json', 'LICENSE.md', 'bindings.js'],
      'file-uri-to-path': ['package.json', 'LICENSE', 'index.js'],
    }),
  };
  for (const [name, paths] of Object.entries(parts)) {
    for (const path of paths) {
      const from = join(projectFolder, 'node_modules', name, path);
      const to = join(stage, 'dist', 'node_modules', name, path);
      await cp(from, to, { recursive: true, filter: (file) => !/\.(?:d\.ts|map|ts)$/u.test(file) });
    }
  }
}

/** The manifest without what only development needs. */
async function stageManifest(stage: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  } & Record<string, unknown>;
  const onlyForDevelopment = ['scripts', 'devDependencies', 'dependencies', 'allowScripts'];
  const shipped = Object.fromEntries(
    Object.entries(manifest).filter(([key]) => !onlyForDevelopment.includes(key)),
  );
  await writeFile(join(stage, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
  return manifest.version;
}
