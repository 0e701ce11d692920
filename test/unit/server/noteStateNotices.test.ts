import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createNoteStateNotices } from '../../../src/server/noteStateNotices.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells of decisions at once, of typing at a pause or after a while, and of neither twice', () => {
  const told: string[] = [];
  const notices = createNoteStateNotices((uri) => told.push(uri));
  notices.changed('a');
  expect(told).toEqual(['a']);
  const type = (keys: number): void => {
    for (let key = 0; key < keys; key++) {
      notices.edited('a', 10);
      vi.advanceTimersByTime(90);
    }
  };
  type(4);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(30);
  expect(told).toEqual(['a', 'a']);
  type(5);
  expect(told).toHaveLength(3);
  notices.edited('b', 10);
  notices.changed('b');
  expect(told).toEqual(['a', 'a', 'a', 'b']);
  vi.advanceTimersByTime(1_000);
  expect(told).toHaveLength(4);
  notices.edited('a', 2_000);
  vi.advanceTimersByTime(1_000);
  expect(told).toHaveLength(4);
  vi.advanceTimersByTime(200);
  expect(told).toHaveLength(5);
  notices.edited('a', 0);
  notices.dispose();
  vi.advanceTimersByTime(1_000);
  expect(told).toHaveLength(5);
});
