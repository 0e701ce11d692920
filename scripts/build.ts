import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { projectFolder } from './projectFolder.ts';
import { formatNotices } from './thirdPartyNotices.ts';

/**
 * Vectra's entry point loads an English language model, OpenAI's client, a tokenizer and an HTML parser for
 * features that TermLens does not use (1.2 s and 130 MB at start-up). Only its `LocalIndex` is wanted, and of
 * what that imports in turn, these parts are never reached from vector search.
 */
const vectraLocalIndexOnly: Plugin = {
  name: 'vectra-local-index-only',
  setup({ onResolve, onLoad }) {
    const vectra = createRequire(import.meta.url).resolve('vectra');
    onResolve({ filter: /^vectra$/ }, () => ({ path: vectra.replace(/index\.js$/u, 'LocalIndex.js') }));
    const unused =
      /^(wink-nlp|wink-eng-lite-web-model|wink-bm25-text-search|\.\/LocalDocument|\.\/LocalDocumentIndex)$/;
    onResolve({ filter: unused }, ({ path, importer }) =>
      importer.endsWith('LocalIndex.js') ? { path, namespace: 'unused' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const entryPoints = {
  'extension.cjs': 'src/extension/main.ts',
  'server.js': 'src/server/main.ts',
  'encoderHost.js': 'src/core/encoder/host/encoderHostMain.ts',
  'tokenizerThread.js': 'src/core/encoder/model/tokenizerThread.ts',
  'cli.js': 'src/cli/main.ts',
};

const dist = join(projectFolder, 'dist');
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
// The bundles are CommonJS, whatever the project's own sources are.
await writeFile(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
const results = await Promise.all(
  Object.entries(entryPoints).map(([output, input]) =>
    build({
      entryPoints: [join(projectFolder, input)],
      outfile: join(dist, output),
      absWorkingDir: projectFolder,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22.13',
      // A package that stays outside is required, as the bundles are CommonJS: usearch finds its library from the
      // path of its script, which as an ES module it reads from a URL, wrongly where that has a `#`.
      supported: { 'dynamic-import': false },
      external: ['vscode', 'onnxruntime-node', 'usearch', 'pg-native'],
      plugins: [vectraLocalIndexOnly],
      mainFields: ['module', 'main'],
      sourcemap: true,
      sourcesContent: false,
      legalComments: 'none',
      logLevel: 'warning',
      metafile: true,
    }),
  ),
);
const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), await formatNotices(inputs));
