// The direction of imports, as ARCHITECTURE.md states it (its numbered invariants name these rules).
const order = ['vocabulary', 'encoder', 'conceptStore', 'mentionDetection', 'linking', 'annotation'];
/** What each core stage may import, besides itself. */
const allowed = {
  vocabulary: [],
  encoder: [],
  conceptStore: ['vocabulary', 'encoder'],
  mentionDetection: ['vocabulary'],
  linking: ['vocabulary', 'encoder', 'conceptStore', 'mentionDetection'],
  annotation: ['vocabulary', 'mentionDetection', 'linking'],
};

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-knows-no-editor',
      severity: 'error',
      from: { path: '^src/core' },
      to: { path: '^src/(protocol|server|extension|cli)|node_modules/vscode' },
    },
    ...order.map((stage) => ({
      name: `core-${stage}-imports-earlier-stages-only`,
      severity: 'error',
      from: { path: `^src/core/${stage}/` },
      to: {
        path: '^src/core/',
        pathNot: [stage, ...allowed[stage]]
          .map((name) => `^src/core/${name}/`)
          .concat('^src/core/[^/]+\\.ts$'),
      },
    })),
    {
      name: 'extension-reaches-the-core-through-the-protocol',
      severity: 'error',
      from: { path: '^src/extension' },
      to: { path: '^src/(core|server|cli)' },
    },
    {
      name: 'server-knows-neither-extension-nor-cli',
      severity: 'error',
      from: { path: '^src/server' },
      to: { path: '^src/(extension|cli)' },
    },
    {
      name: 'cli-knows-no-editor',
      severity: 'error',
      from: { path: '^src/cli' },
      to: { path: '^src/extension' },
    },
    {
      name: 'protocol-stands-alone',
      severity: 'error',
      from: { path: '^src/protocol' },
      to: { path: '^src/(core|server|extension|cli)' },
    },
    {
      name: 'only-the-extension-imports-vscode',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/extension' },
      to: { path: '^vscode$|vscode-languageclient|@types/vscode' },
    },
    {
      name: 'only-the-encoder-imports-onnxruntime',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/encoder' },
      to: { path: 'onnxruntime' },
    },
    {
      name: 'nothing-touches-the-network',
      comment: 'No download code exists yet; when it does, it alone is excepted here.',
      severity: 'error',
      from: { path: '^src' },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
