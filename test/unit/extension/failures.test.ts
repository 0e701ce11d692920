import { describe, expect, it } from 'vitest';
import { describeFailure, ServerNotRunningError } from '../../../src/extension/failures.ts';
import { createProgressSteps } from '../../../src/extension/progressSteps.ts';
import { createRestartPolicy } from '../../../src/extension/restartPolicy.ts';

const coded = (code: number, message = 'Save the note first.'): Error =>
  Object.assign(new Error(message), { code });

describe('what the user is told about a failure', () => {
  it.each([
    ['cancelled by the client', coded(-32800)],
    ['cancelled by the server', coded(-32802)],
    ['cancelled in VS Code', Object.assign(new Error('Canceled'), { name: 'Canceled' })],
  ])('nothing when %s', (_name, error) => {
    expect(describeFailure(error)).toEqual({ kind: 'cancelled' });
  });

  it.each([
    ['never started', new ServerNotRunningError(), 'The TermLens server is not running.'],
    ['inactive', coded(-32096), 'The TermLens server stopped before it answered.'],
    ['gone meanwhile', coded(-32097), 'The TermLens server stopped before it answered.'],
  ])('that the server is needed: %s', (_name, error, message) => {
    expect(describeFailure(error)).toEqual({ kind: 'notRunning', message });
  });

  it.each([
    [coded(-32803), 'Save the note first.'],
    [coded(-32603, 'Request termlens/link failed with message: no vocabulary'), 'no vocabulary'],
    [new Error('own'), 'own'],
    ['text', 'text'],
  ])('otherwise the message: %s', (error, message) => {
    expect(describeFailure(error)).toEqual({ kind: 'failed', message });
  });
});

describe('restarting a server that ended', () => {
  it('stops when it ends too often in a short time', () => {
    const clock = { time: 0 };
    const policy = createRestartPolicy({ maxRestarts: 2, periodMs: 1000, now: () => clock.time });
    const endAt = (time: number): boolean => {
      clock.time = time;
      return policy.mayRestart();
    };
    expect([0, 10, 20].map(endAt)).toEqual([true, true, false]);
    // The first two are long past then; that it was left alone counts no longer either.
    expect([1500, 1600, 1700].map(endAt)).toEqual([true, true, false]);
    expect(endAt(9999)).toBe(true);
  });
});

describe('progress', () => {
  it('is passed on in steps that add up to what the server says', () => {
    const step = createProgressSteps();
    expect(step({ kind: 'begin', title: 'Finding mentions', percentage: 0, message: '' })).toEqual({
      message: '',
      increment: 0,
    });
    expect(step({ kind: 'report', percentage: 30, message: '3 of 10 lines' })).toEqual({
      message: '3 of 10 lines',
      increment: 30,
    });
    expect(step({ kind: 'report', percentage: 20 })).toEqual({ increment: 0 });
    expect(step({ kind: 'report', percentage: 250 })).toEqual({ increment: 70 });
    expect(step({ kind: 'report', message: 'nearly' })).toEqual({ message: 'nearly' });
    expect(step({ kind: 'end' })).toEqual({});
  });
});
