import { afterEach, beforeEach } from 'vitest';
import {
  createEncoderProcess,
  type EncoderProcess,
  type EncoderProcessOptions,
} from '../../../../src/core/encoder/host/encoderProcess.ts';
import { createFakeHost, type FakeHost } from './fakeHost.ts';

/** A fake host and the process over it, fresh for each test. */
export interface TestProcess {
  readonly host: FakeHost;
  /** The states that the process went through. */
  readonly states: readonly string[];
  create(options?: Partial<EncoderProcessOptions>): EncoderProcess;
}

/** Call it once in a test file. */
export function useTestProcess(): TestProcess {
  let host: FakeHost | undefined;
  let states: string[] = [];
  let running: EncoderProcess | undefined;
  const currentHost = (): FakeHost => {
    if (!host) {
      throw new Error('only within a test');
    }
    return host;
  };
  beforeEach(() => {
    host = createFakeHost();
    states = [];
  });
  afterEach(() => {
    running?.dispose();
    host?.remove();
  });
  return {
    get host() {
      return currentHost();
    },
    get states() {
      return states;
    },
    create(options = {}) {
      running = createEncoderProcess({
        hostScript: currentHost().script,
        modelFolder: currentHost().folder,
        precision: 'auto',
        executionProvider: 'auto',
        idleTimeoutMs: 0,
        onStateChange: ({ state }) => states.push(state),
        ...options,
      });
      return running;
    },
  };
}
