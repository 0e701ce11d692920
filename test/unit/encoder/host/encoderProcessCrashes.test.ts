import { describe, expect, it } from 'vitest';
import {
  EncoderCrashedError,
  EncoderError,
  EncoderGaveUpError,
} from '../../../../src/core/encoder/encoderErrors.ts';
import { useTestProcess } from './testProcess.ts';

const testProcess = useTestProcess();

describe('createEncoderProcess, when the process fails', () => {
  it('asks what was in flight again when the process crashes', async () => {
    const notices: string[] = [];
    const encoder = await testProcess.create({ onNotice: (line) => notices.push(line) }).encoder();
    const answers = await Promise.all([encoder.encode(['pain', 'crash once']), encoder.encode(['rash'])]);
    expect(answers.map(({ length }) => length)).toEqual([4, 2]);
    expect(testProcess.states).toEqual(['loading', 'ready', 'stopped', 'loading', 'ready']);
    expect(notices).toEqual([expect.stringMatching(/exit status 3, on webgpu fp16\) and is started again/)]);
  });

  it('fails the requests that end a second process; the next one works', async () => {
    const encoder = await testProcess.create().encoder();
    await expect(encoder.encode(['crash'])).rejects.toThrow(/exit status 3/);
    await expect(encoder.encode(['pain'])).resolves.toHaveLength(2);
  });

  it('gives up after four crashes within a minute, until it is restarted', async () => {
    const process = testProcess.create();
    const encoder = await process.encoder();
    await expect(encoder.encode(['crash'])).rejects.toThrow(EncoderCrashedError);
    await expect(encoder.encode(['crash'])).rejects.toThrow(EncoderGaveUpError);
    expect(process.state).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('exit status 3') as string,
    });
    await expect(encoder.encode(['pain'])).rejects.toThrow(EncoderGaveUpError);
    await expect(process.encoder()).rejects.toThrow(/TermLens: Restart Server/);
    expect(testProcess.host.requests().filter(({ type }) => type === 'load')).toHaveLength(4);
    process.restart();
    await expect(encoder.encode(['pain'])).resolves.toHaveLength(2);
    expect(process.state.state).toBe('ready');
  });

  it('ends a process that owes an answer and is silent, and asks again', async () => {
    const encoder = await testProcess.create({ hangTimeoutMs: 300 }).encoder();
    const silent = encoder.encode(['hang']);
    await expect(silent).rejects.toThrow(EncoderCrashedError);
    await expect(silent).rejects.toThrow(/did not answer for 0 seconds/);
    await expect(encoder.encode(['pain'])).resolves.toHaveLength(2);
  });

  it('leaves out a device whose driver hangs while it is tried', async () => {
    testProcess.host.behave({ hangsWith: 'webgpu' });
    const encoder = await testProcess.create({ hangTimeoutMs: 300 }).encoder();
    expect(encoder.description.executionProvider).toBe('cpu');
    expect(testProcess.host.requests().at(-1)).toMatchObject({
      type: 'load',
      excluded: [
        {
          executionProvider: 'webgpu',
          precision: 'fp16',
          reason: expect.stringContaining('did not answer') as string,
        },
      ],
    });
  });

  it('does not end a silent process that owes nothing', async () => {
    const process = testProcess.create({ hangTimeoutMs: 100 });
    await process.encoder();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(process.state.state).toBe('ready');
  });

  it('comes back after a crash of the device with the same weights on another one', async () => {
    const encoder = await testProcess.create().encoder();
    await encoder.encode(['crash once']);
    expect(testProcess.host.requests().filter(({ type }) => type === 'load')).toMatchObject([
      { measure: 'needed', excluded: [], options: { precision: 'auto', executionProvider: 'auto' } },
      {
        measure: 'never',
        excluded: [{ executionProvider: 'webgpu', precision: 'fp16' }],
        options: { precision: 'fp16', executionProvider: 'auto' },
      },
    ]);
  });

  it('tells of a device that was lost and of the memory in use', async () => {
    const process = testProcess.create();
    const encoder = await process.encoder();
    await encoder.encode(['grow']);
    await encoder.encode(['lose the device']);
    expect(process.state).toMatchObject({
      state: 'ready',
      memoryBytes: 123,
      description: { executionProvider: 'cpu', notices: ['webgpu: device lost'] },
    });
    expect(testProcess.states).toEqual(['loading', 'ready', 'ready', 'ready']);
  });

  it('stays failed when the idle time is over', async () => {
    const process = testProcess.create({ idleTimeoutMs: 100 });
    const encoder = await process.encoder();
    for (let request = 0; request < 2; request++) {
      await expect(encoder.encode(['crash'])).rejects.toThrow(EncoderError);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(process.state.state).toBe('failed');
  });

  it('leaves out an execution provider that ended the process while it was tried', async () => {
    testProcess.host.behave({ crashesWith: 'webgpu' });
    const process = testProcess.create();
    const encoder = await process.encoder();
    expect(encoder.description.executionProvider).toBe('cpu');
    expect(testProcess.host.requests()).toMatchObject([
      { type: 'load', excluded: [] },
      { type: 'load', excluded: [{ executionProvider: 'webgpu', precision: 'fp16' }] },
    ]);
    process.restart();
    testProcess.host.behave({});
    expect((await process.encoder()).description.executionProvider).toBe('webgpu');
  });

  it('gives up when every start crashes, and says how it ended', async () => {
    testProcess.host.behave({ crashesWith: 'cpu' });
    const process = testProcess.create();
    await expect(process.encoder()).rejects.toThrow(EncoderGaveUpError);
    await expect(process.encoder()).rejects.toThrow(/SIGKILL: driver fault/);
    expect(testProcess.host.requests()).toHaveLength(4);
  });
});
