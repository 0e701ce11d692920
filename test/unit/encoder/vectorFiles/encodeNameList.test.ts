import { describe, expect, test } from 'vitest';
import type { EncodeOptions } from '../../../../src/core/encoder/encoder.ts';
import { EncoderError } from '../../../../src/core/encoder/encoderErrors.ts';
import { encodeNameList } from '../../../../src/core/encoder/vectorFiles/encodeNameList.ts';
import { readNameLines } from '../../../../src/core/encoder/vectorFiles/nameLines.ts';
import { createFakeEncoder, type FakeEncoder, type FakeEncoderOptions } from '../fakeEncoder.ts';

const manyNames = Array.from({ length: 10_000 }, (_, i) => `name ${i}`);
const manyBytes = Buffer.from(manyNames.join('\n'));

interface Run {
  readonly encoder: FakeEncoder;
  readonly rows: Float32Array[];
  readonly progress: [names: number, bytes: number][];
  run(options?: { signal?: AbortSignal; append?: () => Promise<void> }): Promise<number>;
}

function createRun(options: FakeEncoderOptions = {}): Run {
  const encoder = createFakeEncoder(options);
  const rows: Float32Array[] = [];
  const progress: [number, number][] = [];
  return {
    encoder,
    rows,
    progress,
    run({ signal, append } = {}) {
      const lines = readNameLines('names.txt', asChunks());
      const file = {
        async append(vectors: Float32Array): Promise<void> {
          await append?.();
          for (let at = 0; at < vectors.length; at += encoder.dimensions) {
            rows.push(vectors.slice(at, at + encoder.dimensions));
          }
        },
      };
      return encodeNameList(encoder, lines, file, {
        length: 'raw',
        ...(signal && { signal }),
        onProgress: (names, bytes) => progress.push([names, bytes]),
      });
    },
  };
}

async function* asChunks(): AsyncGenerator<Buffer> {
  for (let at = 0; at < manyBytes.length; at += 1 << 16) {
    yield await Promise.resolve(manyBytes.subarray(at, at + (1 << 16)));
  }
}

test('rows come in the order of the names, in windows', async () => {
  const { encoder, rows, progress, run } = createRun();
  expect(await run()).toBe(manyNames.length);
  expect(encoder.requests.map((names) => names.length)).toEqual([4_096, 4_096, 1_808]);
  const expected = await createFakeEncoder().encode(manyNames);
  const written = Buffer.concat(rows.map((row) => Buffer.from(row.buffer)));
  expect(written.equals(Buffer.from(expected.buffer))).toBe(true);
  expect(progress.at(-1)).toEqual([manyNames.length, manyBytes.length]);
});

test('they stay in order when a later window is ready first, and two are in flight at most', async () => {
  let inFlight = 0;
  let most = 0;
  const { rows, run } = createRun({
    async beforeAnswer(names) {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, names[0] === 'name 0' ? 40 : 5));
      inFlight -= 1;
    },
  });
  await run();
  expect(most).toBe(2);
  const expected = await createFakeEncoder().encode(manyNames.slice(0, 1));
  expect(rows[0]).toEqual(expected);
});

test('the encoder is asked for raw vectors, behind whoever waits', async () => {
  const asked: EncodeOptions[] = [];
  await createRun({ beforeAnswer: (_, options) => void asked.push(options) }).run();
  expect(asked[0]).toMatchObject({ length: 'raw', priority: 'bulk' });
});

test('progress counts what is encoded inside a window, in names and bytes', async () => {
  const { progress, run } = createRun({
    async beforeAnswer(names, { onProgress }) {
      await Promise.resolve();
      onProgress?.(names.length / 2);
    },
  });
  await run();
  const [names = 0, bytes = 0] = progress[0] ?? [];
  expect(names).toBe(2_048);
  expect(bytes / manyBytes.length).toBeCloseTo(names / manyNames.length, 1);
});

describe('failures', () => {
  test('an error of the encoder ends it at once', async () => {
    const { encoder, rows, run } = createRun({
      beforeAnswer(names) {
        if (names[0] === 'name 4096') {
          throw new EncoderError('no such model');
        }
      },
    });
    await expect(run()).rejects.toThrow('no such model');
    expect(rows).toHaveLength(4_096);
    expect(encoder.requests.length).toBeLessThanOrEqual(3);
  });

  test('a disk that is full ends what is in flight', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const { run } = createRun({ beforeAnswer: (_, { signal }) => void signals.push(signal) });
    await expect(run({ append: () => Promise.reject(new Error('disk full')) })).rejects.toThrow('disk full');
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  test('cancelled, it rejects with the reason and asks for no more', async () => {
    const cancelled = new AbortController();
    const { encoder, run } = createRun({
      beforeAnswer() {
        cancelled.abort(new Error('Interrupted.'));
      },
    });
    await expect(run({ signal: cancelled.signal })).rejects.toThrow('Interrupted.');
    expect(encoder.requests.length).toBeLessThanOrEqual(2);
  });
});
