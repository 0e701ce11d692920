import { describe, expect, it } from 'vitest';
import { ModelFolderError } from '../../../../src/core/encoder/encoderErrors.ts';
import type { ModelSession } from '../../../../src/core/encoder/runtime/modelSession.ts';
import { NoVectorError } from '../../../../src/core/encoder/runtime/poolVectors.ts';
import {
  createResilientRunner,
  type ResilientRunner,
} from '../../../../src/core/encoder/runtime/resilientRunner.ts';

interface Recorded {
  readonly runner: ResilientRunner;
  readonly events: string[];
}

/** Vectors have one dimension: the name's only token id. */
function create(
  executionProvider: 'webgpu' | 'cpu',
  run: (where: string, names: readonly number[]) => void,
  pool: () => void = () => undefined,
): Recorded {
  const events: string[] = [];
  const createSession = (where: string): ModelSession => ({
    run(names) {
      const ids = names.map((name) => name[0] ?? NaN);
      events.push(`${where} ${ids.join(',')}`);
      return Promise.resolve().then(() => {
        run(where, ids);
        return { hidden: Float32Array.from(ids), tokens: 1 };
      });
    },
    release() {
      events.push(`release ${where}`);
      return Promise.reject(new Error('the device is gone'));
    },
  });
  const runner = createResilientRunner({
    session: createSession(executionProvider),
    combination: { executionProvider, precision: 'fp16' },
    dimensions: 1,
    openOnCpu: () => Promise.resolve(createSession('cpu')),
    pool({ hidden }) {
      pool();
      return hidden;
    },
    onFallback(combination, notice) {
      events.push(`now ${combination.executionProvider} ${combination.precision}: ${notice}`);
    },
  });
  return { runner, events };
}

const names = [[1], [2], [3], [4], [5]];

describe('createResilientRunner', () => {
  it('encodes with its session as long as that works', async () => {
    const { runner, events } = create('webgpu', () => undefined);
    expect([...(await runner.encode(names, 'unit'))]).toEqual([1, 2, 3, 4, 5]);
    expect(events).toEqual(['webgpu 1,2,3,4,5']);
  });

  it.each(['webgpu', 'cpu'] as const)('halves a batch that does not fit the memory of %s', async (where) => {
    const { runner, events } = create(where, (_, ids) => {
      if (ids.length > 2) {
        throw new Error('Failed to allocate memory for requested buffer of size 9000');
      }
    });
    expect([...(await runner.encode(names, 'unit'))]).toEqual([1, 2, 3, 4, 5]);
    expect(events).toEqual([
      `${where} 1,2,3,4,5`,
      `${where} 1,2,3`,
      `${where} 1,2`,
      `${where} 3`,
      `${where} 4,5`,
    ]);
    expect(runner.combination.executionProvider).toBe(where);
  });

  it('goes on with the CPU and the same weights when the device is lost, and stays there', async () => {
    const { runner, events } = create('webgpu', (where) => {
      if (where === 'webgpu') {
        throw new Error('device lost');
      }
    });
    expect([...(await runner.encode([[7]], 'unit'))]).toEqual([7]);
    expect([...(await runner.encode([[8]], 'unit'))]).toEqual([8]);
    expect(events).toEqual([
      'webgpu 7',
      'release webgpu',
      'now cpu fp16: webgpu fp16: device lost The CPU goes on.',
      'cpu 7',
      'cpu 8',
    ]);
    expect(runner.combination).toEqual({ executionProvider: 'cpu', precision: 'fp16' });
  });

  it('leaves a device on which not even one name fits', async () => {
    const { runner } = create('webgpu', (where) => {
      if (where === 'webgpu') {
        throw new Error('out of memory');
      }
    });
    expect([...(await runner.encode(names, 'unit'))]).toEqual([1, 2, 3, 4, 5]);
    expect(runner.combination.executionProvider).toBe('cpu');
  });

  it('never hands on vectors that are none', async () => {
    let pooled = 0;
    const { runner, events } = create(
      'webgpu',
      () => undefined,
      () => {
        pooled += 1;
        if (pooled === 1) {
          throw new NoVectorError('not finite');
        }
      },
    );
    expect([...(await runner.encode([[7]], 'unit'))]).toEqual([7]);
    expect(events.at(-1)).toBe('cpu 7');
  });

  it('throws what the CPU throws', async () => {
    const broken = create('cpu', () => {
      throw new Error('bad graph');
    });
    await expect(broken.runner.encode(names, 'unit')).rejects.toThrow('bad graph');
    const { runner } = create(
      'cpu',
      () => undefined,
      () => {
        throw new NoVectorError('not finite');
      },
    );
    await expect(runner.encode(names, 'unit')).rejects.toThrow(ModelFolderError);
  });
});
