import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/projectFolder.ts';

const peersFolder = join(projectFolder, 'build/bench-peers');
const peer = '@huggingface/transformers@~4.3.1';
const installTimeoutMs = 300_000;

export type PeerPrecision = 'fp32' | 'int8';

export interface PeerRequest {
  readonly precision: PeerPrecision;
  readonly batches: readonly (readonly string[])[];
}

/** Time gone by, and processor time of its process. */
export interface Spent {
  readonly ms: number;
  readonly processorMs: number;
}

export type PeerReply = { readonly ready: string } | Spent | { readonly failed: string };

/** The feature-extraction pipeline of transformers.js in a process of its own. */
export interface TransformersPeer {
  /** Versions of transformers.js and its ONNX Runtime. */
  readonly described: string;
  /** What the pipeline takes for these batches, one call each. */
  encode(request: PeerRequest): Promise<Spent>;
  stop(): void;
}

/** Installs the package on demand, outside the project's dependencies; throws saying why it cannot be had. */
export async function startTransformersPeer(modelFolder: string): Promise<TransformersPeer> {
  install();
  const child = fork(join(import.meta.dirname, 'transformersPeerMain.ts'), [peersFolder, modelFolder], {
    serialization: 'advanced',
  });
  const first = await nextReply(child);
  if (!('ready' in first)) {
    throw new Error('failed' in first ? first.failed : 'transformers.js did not start');
  }
  return {
    described: first.ready,
    async encode(request) {
      const reply = nextReply(child);
      child.send(request);
      const answer = await reply;
      if (!('ms' in answer)) {
        throw new Error('failed' in answer ? answer.failed : 'transformers.js answered out of turn');
      }
      return answer;
    },
    stop: () => child.kill(),
  };
}

async function nextReply(child: ChildProcess): Promise<PeerReply> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', ended).then(([reply]) => reply as PeerReply),
      once(child, 'exit', ended).then(([code]) => ({ failed: `its process ended (${String(code)})` })),
    ]);
  } finally {
    ended.abort();
  }
}

function install(): void {
  if (existsSync(join(peersFolder, 'node_modules/@huggingface/transformers/package.json'))) {
    return;
  }
  mkdirSync(peersFolder, { recursive: true });
  process.stderr.write(`Installing ${peer} into ${peersFolder} …\n`);
  // Install scripts would only fetch the CUDA libraries.
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status, error, stderr } = spawnSync('npm', ['install', '--prefix', peersFolder, ...options, peer], {
    encoding: 'utf8',
    timeout: installTimeoutMs,
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    const last = stderr.trim().split('\n').at(-1) ?? '';
    throw new Error(`npm could not install it (${error?.message ?? last})`);
  }
}
