import { describe, expect, it } from 'vitest';
import { ConnectionError, HttpStatusError, OfflineError } from '../../../src/core/download/downloadErrors.ts';
import { delayBeforeRetry, isTransient, parseRetryAfter } from '../../../src/core/download/retry.ts';

const url = 'https://hub.example/file';

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    { header: '120', ms: 120_000 },
    { header: 'Thu, 01 Jan 2026 00:00:30 GMT', ms: 30_000 },
    { header: 'Wed, 31 Dec 2025 23:00:00 GMT', ms: 0 },
    { header: 'soon', ms: undefined },
    { header: null, ms: undefined },
  ])('reads $header', ({ header, ms }) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });
});

describe('isTransient', () => {
  it.each([
    { error: new ConnectionError(url, 'cut'), transient: true },
    { error: new HttpStatusError(url, 408), transient: true },
    { error: new HttpStatusError(url, 429), transient: true },
    { error: new HttpStatusError(url, 429, 60_000), transient: true },
    { error: new HttpStatusError(url, 429, 3_600_000), transient: false },
    { error: new HttpStatusError(url, 502), transient: true },
    { error: new HttpStatusError(url, 404), transient: false },
    { error: new OfflineError(url), transient: false },
    { error: new TypeError('a bug'), transient: false },
  ])('of $error.message is $transient', ({ error, transient }) => {
    expect(isTransient(error)).toBe(transient);
  });
});

describe('delayBeforeRetry', () => {
  it('doubles, up to half a minute', () => {
    const error = new ConnectionError(url, 'cut');
    expect([1, 2, 3, 8].map((failures) => delayBeforeRetry(error, failures))).toEqual([
      1_000, 2_000, 4_000, 30_000,
    ]);
  });
});
