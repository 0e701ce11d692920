import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleNote, type Position } from './notes.ts';
import { startServer, type ServerOptions } from './serverClient.ts';
import type { Section } from './tables.ts';

/** In the middle of "water on the lungs": several spans go through the encoder before the answer is there. */
const phrase = positionOf('water on the lungs');

/** From the start of the server's process to the answer to the first hover. `options` has its stores built. */
export async function measureStart(options: ServerOptions, smoke: boolean): Promise<Section> {
  const warm: number[] = [];
  for (let run = 0; run < (smoke ? 2 : 10); run++) {
    warm.push(await startToFirstHover(options));
  }
  const first: number[] = [];
  for (let run = 0; run < (smoke ? 1 : 3); run++) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'termlens-bench-'));
    try {
      first.push(await startToFirstHover({ ...options, dataFolder }));
    } finally {
      await rm(dataFolder, { recursive: true, force: true });
    }
  }
  return {
    title: '1 Start to first hover',
    notes:
      'A new server and encoder process each time, from its start to the answer to a hover over a phrase. ' +
      'The files are in the page cache. Activation of the extension is measured by the end-to-end tests (`test/e2e`).',
    measurements: [
      { what: 'store built already', unit: 's', values: warm, target: '≤ 2' },
      { what: 'first start ever, builds the store', unit: 's', values: first },
    ],
  };
}

async function startToFirstHover(options: ServerOptions): Promise<number> {
  const start = performance.now();
  const server = await startServer(options);
  await server.open(sampleNote);
  await server.hover(phrase);
  const seconds = (performance.now() - start) / 1000;
  await server.stop();
  return seconds;
}

function positionOf(text: string): Position {
  const lines = sampleNote.split('\n');
  const line = lines.findIndex((other) => other.includes(text));
  return { line, character: (lines[line] ?? '').indexOf(text) + 2 };
}
