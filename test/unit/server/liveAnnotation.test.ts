import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createLiveAnnotation, type LiveAnnotation } from '../../../src/server/liveAnnotation.ts';

interface Annotating {
  readonly live: LiveAnnotation;
  /** The notes that were looked through, `!` where that was given up. */
  readonly runs: string[];
  readonly errors: unknown[];
}

function createAnnotating(durationMs = 0): Annotating {
  const runs: string[] = [];
  const errors: unknown[] = [];
  const live = createLiveAnnotation({
    pauseMs: 20,
    async annotate(uri, signal) {
      try {
        await setTimeout(durationMs, undefined, { signal });
      } catch (error) {
        runs.push(`${uri}!`);
        throw error;
      }
      if (uri === 'broken') {
        throw new Error('no encoder');
      }
      runs.push(uri);
    },
    onError: (error) => errors.push(error),
  });
  return { live, runs, errors };
}

it('looks once after many edits, and only at notes that were annotated', async () => {
  const { live, runs, errors } = createAnnotating();
  live.follow('a');
  for (let i = 0; i < 5; i++) {
    live.edited('a');
    live.edited('b');
  }
  await expect.poll(() => runs).toEqual(['a']);
  await setTimeout(60);
  expect({ runs, errors }).toEqual({ runs: ['a'], errors: [] });
});

it('gives up what is under way for an older text, without a word', async () => {
  const { live, runs, errors } = createAnnotating(100);
  live.follow('a');
  live.edited('a');
  await setTimeout(60);
  live.edited('a');
  await expect.poll(() => runs).toEqual(['a!', 'a']);
  expect(errors).toEqual([]);
});

it('follows no note that was left', async () => {
  const { live, runs } = createAnnotating();
  live.follow('a');
  live.edited('a');
  live.leave('a');
  live.edited('a');
  await setTimeout(80);
  expect(runs).toEqual([]);
});

it('tells what went wrong, and goes on', async () => {
  const { live, errors } = createAnnotating();
  live.follow('broken');
  live.edited('broken');
  await expect.poll(() => errors).toHaveLength(1);
  live.edited('broken');
  await expect.poll(() => errors).toHaveLength(2);
});
