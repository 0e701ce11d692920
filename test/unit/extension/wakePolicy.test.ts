import { describe, expect, it } from 'vitest';
import { createWakePolicy } from '../../../src/extension/wakePolicy.ts';

describe('waking the encoder', () => {
  it('happens while it sleeps only, and at most once in the period', () => {
    const state = { nowMs: 0, asleep: false };
    const wakes: number[] = [];
    const { onInterest } = createWakePolicy({
      periodMs: 10_000,
      isAsleep: () => state.asleep,
      wake: () => void wakes.push(state.nowMs),
      now: () => state.nowMs,
    });
    const at = (nowMs: number, asleep: boolean): void => {
      Object.assign(state, { nowMs, asleep });
      onInterest();
    };
    at(0, false);
    expect(wakes).toEqual([]);
    at(1, true);
    at(2, true);
    at(10_000, true);
    expect(wakes).toEqual([1]);
    at(10_001, true);
    at(30_000, false);
    at(30_001, true);
    expect(wakes).toEqual([1, 10_001, 30_001]);
  });
});
