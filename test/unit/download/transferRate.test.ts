import { describe, expect, it } from 'vitest';
import { createTransferRate } from '../../../src/core/download/transferRate.ts';

describe('createTransferRate', () => {
  it('does not count what was on the disk already as fast', () => {
    let time = 0;
    const rate = createTransferRate(() => time);
    expect(rate.progress(900, 1_000)).toEqual({
      doneBytes: 900,
      totalBytes: 1_000,
      bytesPerSecond: 0,
      secondsLeft: undefined,
    });
    time = 1_000;
    rate.add(20);
    expect(rate.progress(920, 1_000)).toMatchObject({ bytesPerSecond: 20, secondsLeft: 4 });
  });

  it('follows a connection that becomes slow, within seconds', () => {
    let time = 0;
    const rate = createTransferRate(() => time);
    const pass = (seconds: number, bytesPerSecond: number): void => {
      for (let i = 0; i < seconds * 4; i++) {
        time += 250;
        rate.add(bytesPerSecond / 4);
      }
    };
    pass(60, 1_000_000);
    expect(rate.progress(0, undefined)).toMatchObject({ bytesPerSecond: 1_000_000, secondsLeft: undefined });
    pass(6, 1_000);
    expect(rate.progress(0, 10_000)).toMatchObject({ bytesPerSecond: 1_000, secondsLeft: 10 });
  });
});
