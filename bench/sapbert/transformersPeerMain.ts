import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { PeerPrecision, PeerReply, PeerRequest, Spent } from './transformersPeer.ts';

/** What is used of `@huggingface/transformers`, which is no dependency of the project. */
interface Transformers {
  readonly env: { localModelPath: string; allowRemoteModels: boolean; readonly version: string };
  pipeline(
    task: 'feature-extraction',
    model: string,
    options: { dtype: 'fp32' | 'q8'; device: 'cpu' },
  ): Promise<Pipeline>;
}
type Pipeline = (texts: string[], options: { pooling: 'cls'; normalize: true }) => Promise<unknown>;

// A program: the pipeline of transformers.js over IPC, on the model folder given as the second argument.
const [peersFolder = '', modelFolder = ''] = process.argv.slice(2);
const requirePeer = createRequire(join(peersFolder, 'package.json'));
const { env, pipeline } = requirePeer('@huggingface/transformers') as Transformers;
env.localModelPath = dirname(modelFolder);
env.allowRemoteModels = false;

const pipelines = new Map<PeerPrecision, Promise<Pipeline>>();

async function encode({ precision, batches }: PeerRequest): Promise<Spent> {
  const opened =
    pipelines.get(precision) ??
    pipeline('feature-extraction', basename(modelFolder), {
      dtype: precision === 'int8' ? 'q8' : 'fp32',
      device: 'cpu',
    });
  pipelines.set(precision, opened);
  const pipe = await opened;
  const start = performance.now();
  const before = process.cpuUsage();
  for (const batch of batches) {
    await pipe([...batch], { pooling: 'cls', normalize: true });
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, processorMs: (user + system) / 1_000 };
}

function reply(message: PeerReply): void {
  process.send?.(message);
}

process.on('message', (request: PeerRequest) => {
  encode(request).then(reply, (error: unknown) => reply({ failed: String(error) }));
});
const runtime = requirePeer('onnxruntime-node/package.json') as { version: string };
reply({ ready: `transformers.js ${env.version} with ONNX Runtime ${runtime.version}` });
