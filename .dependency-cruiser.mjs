// The direction of imports, as ARCHITECTURE.md states it (its numbered invariants name these rules).
const order = [
  'download',
  'vocabulary',
  'encoder',
  'conceptStore',
  'mentionDetection',
  'linking',
  'annotation',
  'mapping',
  'evaluation',
];
/** What each core stage may import, besides itself. */
const allowed = {
  download: [],
  vocabulary: ['download'],
  encoder: ['download'],
  conceptStore: ['vocabulary', 'encoder'],
  mentionDetection: ['vocabulary'],
  linking: ['vocabulary', 'encoder', 'conceptStore', 'mentionDetection'],
  annotation: ['vocabulary', 'mentionDetection', 'linking'],
  mapping: ['vocabulary', 'linking', 'annotation'],
  evaluation: ['vocabulary', 'encoder', 'conceptStore', 'mentionDetection', 'linking', 'annotation'],
};

/** What is built on what within linking. */
const linkingParts = [
  { part: 'candidates', not: '(mentions|service)/|(linker|compositeResult|disambiguate)\\.ts' },
  { part: '[^/]+\\.ts', not: '(mentions|service)/' },
  { part: 'mentions', not: 'service/' },
  { part: 'service', not: 'mentions/' },
];

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
    ...linkingParts.map(({ part, not }) => ({
      name: `linking-imports-earlier-parts-only`,
      severity: 'error',
      from: { path: `^src/core/linking/${part}` },
      to: { path: `^src/core/linking/(${not})` },
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
      name: 'only-the-shared-store-imports-pg',
      comment: 'It connects only where "termlens.store.url" names a database.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/conceptStore/postgres/' },
      to: { path: 'node_modules/(pg|pg-[a-z]+|@types/pg)/' },
    },
    {
      name: 'only-download-touches-the-network',
      comment: 'eslint forbids the global fetch outside src/core/download for the same reason.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/download/' },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)|node_modules/undici/' },
    },
    {
      name: 'only-getting-models-and-vocabularies-downloads',
      comment:
        'A connection is opened only where the user asked for a file; core/download has no other users.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/(download|encoder/(catalogue|cuda)|vocabulary/catalogue)/' },
      to: {
        path: 'node_modules/@huggingface/hub/|^src/core/download/',
        // What goes wrong is told wherever it surfaces, and what is allowed is handed on; types open no connection.
        pathNot: '^src/core/download/(downloadErrors|networkEnvironment)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
