import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCosine,
  formatMilliseconds,
  formatRate,
  formatShare,
} from '../../../src/extension/views/quantities.ts';

describe('quantities', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [9_960_000, '10 MB'],
    [438_200_000, '438 MB'],
    [1_260_000_000, '1.3 GB'],
    [5e15, '5000 TB'],
  ])('%d bytes: %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.46, '0.5 names/s'],
    [9.96, '10 names/s'],
    [1234.6, '1,235 names/s'],
  ])('%d names in a second: %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it('rounds agreement down, so that only what is the same looks the same', () => {
    expect([1, 0.99999, 0.98765].map(formatCosine)).toEqual(['1.0000', '0.9999', '0.9876']);
    expect([1, 0.9996, 0.5].map(formatShare)).toEqual(['100%', '99.9%', '50.0%']);
    expect(formatMilliseconds(22.4)).toBe('22 ms');
  });
});
