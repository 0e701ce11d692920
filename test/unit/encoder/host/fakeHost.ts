import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionProvider } from '../../../../src/core/encoder/encoder.ts';
import type { SerializedError } from '../../../../src/core/encoder/encoderErrors.ts';
import type { EncoderHostRequest } from '../../../../src/core/encoder/host/encoderHostProtocol.ts';

/** How a fake encoder process behaves while it loads; see the script for what names make it do. */
export interface FakeHostBehaviour {
  /** It ends while it tries this one, unless it is told to leave it out. */
  readonly crashesWith?: ExecutionProvider;
  /** It says nothing more once it tries this one. */
  readonly hangsWith?: ExecutionProvider;
  readonly loadError?: SerializedError;
  readonly fingerprint?: string;
}

/** A script that speaks `encoderHostProtocol`, and notes what it is asked. */
export interface FakeHost {
  readonly script: string;
  /** Stands for the model folder; the script finds its behaviour and its log there. */
  readonly folder: string;
  behave(behaviour: FakeHostBehaviour): void;
  requests(): EncoderHostRequest[];
  remove(): void;
}

const script = `
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let folder;
let description;

function load({ options, excluded, measure }) {
  const behaviour = JSON.parse(readFileSync(join(folder, 'behaviour.json'), 'utf8'));
  if (behaviour.loadError) {
    process.send({ type: 'loadFailed', error: behaviour.loadError });
    return;
  }
  const precision = options.precision === 'auto' ? 'fp16' : options.precision;
  const isOut = (provider) => excluded.some((other) => other.executionProvider === provider && other.precision === precision);
  const candidates = ['webgpu', 'cpu'].filter((provider) => !isOut(provider));
  for (const executionProvider of candidates) {
    const trying = { type: 'trying', combination: { executionProvider, precision } };
    process.send(trying);
    if (executionProvider === behaviour.hangsWith) {
      return;
    }
    if (executionProvider === behaviour.crashesWith) {
      process.send(trying, () => {
        process.stderr.write('first line\\ndriver fault\\n', () => process.kill(process.pid, 'SIGKILL'));
      });
      return;
    }
  }
  description = {
    fingerprint: behaviour.fingerprint ?? 'fake', dimensions: 2, executionProvider: candidates[0], precision, notices: [],
    measurement: measure === 'all' ? { trials: [{ executionProvider: 'cpu', precision }] } : undefined,
  };
  process.send({ type: 'loaded', description });
}

function encode({ id, names }) {
  if (names.includes('crash')) {
    process.exit(3);
  } else if (names.includes('crash once') && !existsSync(join(folder, 'crashed'))) {
    appendFileSync(join(folder, 'crashed'), '');
    process.exit(3);
  } else if (names.includes('fail')) {
    process.send({ type: 'encodeFailed', id, error: { name: 'ModelFolderError', message: 'bad shape', file: 'm.onnx' } });
  } else if (!names.includes('hang')) {
    if (names.includes('grow')) {
      process.send({ type: 'memory', bytes: 123 });
    }
    if (names.includes('lose the device')) {
      description = { ...description, executionProvider: 'cpu', notices: ['webgpu: device lost'] };
      process.send({ type: 'changed', description });
    }
    process.send({ type: 'progress', id, done: names.length });
    process.send({ type: 'vectors', id, vectors: Float32Array.from(names.flatMap((name) => [name.length, id])) });
  }
}

process.on('message', (message) => {
  folder ??= message.options.modelFolder;
  appendFileSync(join(folder, 'log.jsonl'), JSON.stringify(message) + '\\n');
  if (message.type === 'load') load(message);
  if (message.type === 'encode') encode(message);
});
process.on('disconnect', () => process.exit(0));
`;

export function createFakeHost(): FakeHost {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-host-'));
  const file = join(folder, 'host.mjs');
  const log = join(folder, 'log.jsonl');
  const behave = (behaviour: FakeHostBehaviour): void => {
    writeFileSync(join(folder, 'behaviour.json'), JSON.stringify(behaviour));
  };
  writeFileSync(file, script);
  behave({});
  return {
    script: file,
    folder,
    behave,
    requests() {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
      return lines.map((line) => JSON.parse(line) as EncoderHostRequest);
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
