import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Connection } from 'vscode-languageserver/node';
import { createBuildProgress, type BuildProgress } from '../../../src/server/buildProgress.ts';

/** What a client would see, in order. */
function follow(supported: boolean): { readonly progress: BuildProgress; readonly seen: string[] } {
  const seen: string[] = [];
  const createReporter = (): Promise<unknown> => {
    let title = '';
    return Promise.resolve({
      begin: (begun: string) => {
        title = begun.replace('TermLens: building ', '');
        seen.push(`begin ${title}`);
      },
      report: (_: number, message: string) => void seen.push(`${title}: ${message}`),
      done: () => void seen.push(`done ${title}`),
    });
  };
  const connection = {
    console: { info: (line: string) => void seen.push(line), warn: () => undefined },
    window: { createWorkDoneProgress: createReporter },
  } as unknown as Connection;
  return { progress: createBuildProgress(connection, supported), seen };
}

describe('the progress of a build', () => {
  it('ends for each of the vocabularies that are built side by side', async () => {
    const { progress, seen } = follow(true);
    progress.report('starter', 0, 10);
    progress.report('own', 2, 2);
    progress.report('starter', 10, 10);
    progress.end();
    await setImmediate();
    expect(seen.filter((line) => line.startsWith('begin'))).toEqual(['begin starter', 'begin own']);
    expect(seen.filter((line) => line.startsWith('done')).sort()).toEqual(['done own', 'done starter']);
    expect(seen).toContain('starter: 10 of 10 names');
  });

  it('begins anew with the next build', async () => {
    const { progress, seen } = follow(true);
    progress.report('starter', 1, 1);
    progress.end();
    progress.end();
    progress.report('starter', 1, 1);
    await setImmediate();
    expect(seen.filter((line) => line.startsWith('begin'))).toHaveLength(2);
    expect(seen.filter((line) => line.startsWith('done'))).toHaveLength(1);
  });

  it('is a line of the log, once, for clients that show none', async () => {
    const { progress, seen } = follow(false);
    progress.report('starter', 0, 10);
    progress.report('starter', 5, 10);
    progress.end();
    await setImmediate();
    expect(seen).toEqual(['Building starter…']);
  });
});
