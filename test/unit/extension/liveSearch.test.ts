import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveSearch, type LiveSearch } from '../../../src/extension/liveSearch.ts';

interface Call {
  readonly query: string;
  readonly signal: AbortSignal;
  answer(result: string): Promise<void>;
  fail(error: unknown): Promise<void>;
}

interface Fixture {
  readonly search: LiveSearch;
  readonly calls: readonly Call[];
  /** What was shown: results as "query → result", busy states, failures. */
  readonly shown: readonly string[];
}

const debounceMs = 150;

function createFixture(): Fixture {
  const calls: Call[] = [];
  const shown: string[] = [];
  const search = createLiveSearch<string>({
    debounceMs,
    search: (query, signal) =>
      new Promise((resolve, reject) => {
        const settle = async (act: () => void): Promise<void> => {
          act();
          await vi.advanceTimersByTimeAsync(0);
        };
        calls.push({
          query,
          signal,
          answer: (result) =>
            settle(() => {
              resolve(result);
            }),
          fail: (error) =>
            settle(() => {
              reject(error instanceof Error ? error : new Error(String(error)));
            }),
        });
      }),
    onBusy: (busy) => void shown.push(busy ? 'busy' : 'idle'),
    onResult: (query, result) => void shown.push(`${query} → ${result}`),
    onFailure: (error) => void shown.push(String(error)),
  });
  return { search, calls, shown };
}

describe('live search', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is busy at once and searches when the typing pauses', async () => {
    const { search, calls, shown } = createFixture();
    search.update('diab');
    expect(shown).toEqual(['busy']);
    await vi.advanceTimersByTimeAsync(debounceMs - 1);
    expect(calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.map(({ query }) => query)).toEqual(['diab']);
    await calls[0]?.answer('Diabetes');
    expect(shown).toEqual(['busy', 'idle', 'diab → Diabetes']);
    expect(search.busy).toBe(false);
  });

  it('searches once for keys in quick succession', async () => {
    const { search, calls } = createFixture();
    for (const query of ['d', 'di', 'dia']) {
      search.update(query);
      await vi.advanceTimersByTimeAsync(debounceMs / 2);
    }
    await vi.advanceTimersByTimeAsync(debounceMs);
    expect(calls.map(({ query }) => query)).toEqual(['dia']);
  });

  it('does not wait for an empty query', async () => {
    const { search, calls } = createFixture();
    search.update('');
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.map(({ query }) => query)).toEqual(['']);
  });

  it('aborts the search before it and drops its late answer', async () => {
    const { search, calls, shown } = createFixture();
    search.update('heart');
    await vi.advanceTimersByTimeAsync(debounceMs);
    search.update('heart attack');
    expect(calls[0]?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(debounceMs);
    await calls[1]?.answer('Myocardial Infarction');
    await calls[0]?.answer('Heart');
    expect(shown).toEqual(['busy', 'idle', 'heart attack → Myocardial Infarction']);
  });

  it('stays busy while only an older answer is there', async () => {
    const { search, calls, shown } = createFixture();
    search.update('heart');
    await vi.advanceTimersByTimeAsync(debounceMs);
    search.update('heart attack');
    await calls[0]?.answer('Heart');
    expect(search.busy).toBe(true);
    expect(shown).toEqual(['busy']);
  });

  it('tells of a failure, but not of that of an aborted search', async () => {
    const { search, calls, shown } = createFixture();
    search.update('a');
    await vi.advanceTimersByTimeAsync(debounceMs);
    search.update('ab');
    await calls[0]?.fail('cancelled');
    await vi.advanceTimersByTimeAsync(debounceMs);
    await calls[1]?.fail('no server');
    expect(shown).toEqual(['busy', 'idle', 'Error: no server']);
  });

  it('does not search again for the same words', async () => {
    const { search, calls } = createFixture();
    search.update('heart');
    search.update('heart ');
    await vi.advanceTimersByTimeAsync(debounceMs);
    search.update(' heart');
    await vi.advanceTimersByTimeAsync(debounceMs);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.signal.aborted).toBe(false);
  });

  it('ends with the pick it belongs to', async () => {
    const { search, calls, shown } = createFixture();
    search.update('a');
    await vi.advanceTimersByTimeAsync(debounceMs);
    search.dispose();
    expect(calls[0]?.signal.aborted).toBe(true);
    await calls[0]?.answer('A');
    expect(shown).toEqual(['busy']);
  });
});
