import { describe, expect, it, vi } from 'vitest';
import {
  EncoderError,
  EncoderGaveUpError,
  ModelFolderError,
} from '../../../../src/core/encoder/encoderErrors.ts';
import type { EncoderState } from '../../../../src/core/encoder/host/encoderProcess.ts';
import { useTestProcess } from './testProcess.ts';

const testProcess = useTestProcess();

function processIdOf(state: EncoderState): number | undefined {
  return state.state === 'ready' ? state.processId : undefined;
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ESRCH');
    return false;
  }
}

const patience = { timeout: 4_000, interval: 20 };

describe('createEncoderProcess', () => {
  it('starts the process when it is first needed, once for all who wait', async () => {
    const process = testProcess.create();
    expect(process.state).toEqual({ state: 'stopped' });
    const [first, second] = await Promise.all([process.encoder(), process.encoder()]);
    expect(first).toMatchObject({ fingerprint: 'fake', dimensions: 2 });
    const answers = await Promise.all([
      first.encode(['pain', 'rash!']),
      second.encode(['x'], { priority: 'bulk' }),
    ]);
    expect(answers.map((vectors) => [...vectors])).toEqual([
      [4, 1, 5, 1],
      [1, 2],
    ]);
    expect(testProcess.states).toEqual(['loading', 'ready']);
    expect(testProcess.host.requests()).toMatchObject([
      {
        type: 'load',
        options: { modelFolder: testProcess.host.folder, precision: 'auto', executionProvider: 'auto' },
      },
      { type: 'encode', names: ['pain', 'rash!'], priority: 'interactive' },
      { type: 'encode', names: ['x'], priority: 'bulk' },
    ]);
  });

  it('goes on as before when a measurement is given up', async () => {
    const process = testProcess.create();
    const encoder = await process.encoder();
    testProcess.host.behave({ hangsWith: 'webgpu' });
    const controller = new AbortController();
    const measuring = process.measure(controller.signal, () => {
      controller.abort(new Error('enough'));
    });
    await expect(measuring).rejects.toThrow('enough');
    testProcess.host.behave({});
    await expect(encoder.encode(['pain'])).resolves.toHaveLength(2);
    expect(testProcess.host.requests().filter(({ type }) => type === 'load')).toMatchObject([
      { measure: 'needed' },
      { measure: 'all' },
      { measure: 'never', options: { precision: 'fp16', executionProvider: 'webgpu' } },
    ]);
  });

  it('tells how far a request is', async () => {
    const encoder = await testProcess.create().encoder();
    const done: number[] = [];
    await encoder.encode(['pain', 'rash'], { onProgress: (count) => done.push(count) });
    expect(done).toEqual([2]);
  });

  it('measures in a new process, tells what it tries, and goes on', async () => {
    const process = testProcess.create();
    const encoder = await process.encoder();
    const tried: string[] = [];
    const { signal } = new AbortController();
    const measurement = await process.measure(signal, ({ executionProvider }) =>
      tried.push(executionProvider),
    );
    expect(measurement.trials).toMatchObject([{ executionProvider: 'cpu' }]);
    expect(tried).toEqual(['webgpu', 'cpu']);
    expect(testProcess.host.requests().filter(({ type }) => type === 'load')).toMatchObject([
      { measure: 'needed' },
      { measure: 'all', options: { precision: 'auto' } },
    ]);
    await expect(encoder.encode(['pain'])).resolves.toHaveLength(2);
  });

  it('hands on the error of a model that cannot be loaded, of its class and with its file', async () => {
    testProcess.host.behave({
      loadError: { name: 'ModelFolderError', message: 'm/config.json: missing.', file: 'm/config.json' },
    });
    const process = testProcess.create();
    const loading = process.encoder();
    await expect(loading).rejects.toThrow(ModelFolderError);
    await expect(loading).rejects.toMatchObject({
      file: 'm/config.json',
      message: 'm/config.json: missing.',
    });
    expect(process.state).toEqual({ state: 'failed', message: 'm/config.json: missing.' });
    await expect(process.encoder()).rejects.toThrow('m/config.json: missing.');
    expect(testProcess.host.requests()).toHaveLength(1);
    testProcess.host.behave({});
    process.restart();
    await expect(process.encoder()).resolves.toMatchObject({ fingerprint: 'fake' });
  });

  it('hands on the error of one request and answers the others', async () => {
    const encoder = await testProcess.create().encoder();
    const [failing, working] = [encoder.encode(['fail']), encoder.encode(['pain'])];
    await expect(failing).rejects.toThrow(ModelFolderError);
    await expect(failing).rejects.toThrow('bad shape');
    await expect(working).resolves.toHaveLength(2);
  });

  it('rejects with the signal’s reason when aborted, and tells the process', async () => {
    const encoder = await testProcess.create().encoder();
    const controller = new AbortController();
    const encoding = encoder.encode(['hang'], { signal: controller.signal });
    await vi.waitFor(() => {
      expect(testProcess.host.requests().at(-1)).toMatchObject({ type: 'encode', id: 1 });
    }, patience);
    const reason = new Error('the reader moved on');
    controller.abort(reason);
    await expect(encoding).rejects.toBe(reason);
    await expect(encoder.encode(['pain'], { signal: controller.signal })).rejects.toBe(reason);
    await vi.waitFor(() => {
      expect(testProcess.host.requests().at(-1)).toEqual({ type: 'cancel', id: 1 });
    }, patience);
  });

  it('tells the process nothing of a signal that is aborted after the answer', async () => {
    const encoder = await testProcess.create().encoder();
    const controller = new AbortController();
    await encoder.encode(['pain'], { signal: controller.signal });
    controller.abort();
    await encoder.encode(['pain']);
    expect(testProcess.host.requests().map(({ type }) => type)).toEqual(['load', 'encode', 'encode']);
  });

  it('ends the process when nobody asks for long, and starts it again for the next request', async () => {
    const process = testProcess.create({ idleTimeoutMs: 100 });
    const encoder = await process.encoder();
    const processId = processIdOf(process.state) ?? 0;
    await vi.waitFor(() => {
      expect(process.state.state).toBe('stopped');
      expect(isAlive(processId)).toBe(false);
    }, patience);
    await expect(encoder.encode(['pain'])).resolves.toHaveLength(2);
    expect(testProcess.states).toEqual(['loading', 'ready', 'stopped', 'loading', 'ready']);
  });

  it('does not take a long request for idleness', async () => {
    const process = testProcess.create({ idleTimeoutMs: 100 });
    const encoder = await process.encoder();
    const controller = new AbortController();
    const long = encoder.encode(['hang'], { signal: controller.signal });
    await encoder.encode(['pain']);
    const outcome = await Promise.race([
      long.catch(String),
      new Promise((resolve) => setTimeout(resolve, 400, 'still waiting')),
    ]);
    expect(outcome).toBe('still waiting');
    controller.abort(new Error('enough'));
    await expect(long).rejects.toThrow('enough');
    await vi.waitFor(() => {
      expect(process.state.state).toBe('stopped');
    }, patience);
  });

  it('keeps the process when the idle time is longer than a timer can count', async () => {
    const process = testProcess.create({ idleTimeoutMs: 2 ** 31 });
    await process.encoder();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(process.state.state).toBe('ready');
  });

  it('fails requests in flight when it is restarted', async () => {
    const process = testProcess.create();
    const encoder = await process.encoder();
    const waiting = encoder.encode(['hang']);
    await vi.waitFor(() => {
      expect(testProcess.host.requests().at(-1)).toMatchObject({ type: 'encode' });
    }, patience);
    process.restart();
    await expect(waiting).rejects.toThrow(EncoderError);
    await expect(encoder.encode(['pain'])).resolves.toHaveLength(2);
  });

  it('refuses to go on with other model files than it began with', async () => {
    const process = testProcess.create();
    const encoder = await process.encoder();
    testProcess.host.behave({ fingerprint: 'other' });
    process.restart();
    await expect(encoder.encode(['pain'])).rejects.toThrow(/model files changed/);
  });

  it('says what is wrong when there is no host script', async () => {
    await expect(
      testProcess.create({ hostScript: `${testProcess.host.script}.gone` }).encoder(),
    ).rejects.toThrow(EncoderGaveUpError);
  });
});
