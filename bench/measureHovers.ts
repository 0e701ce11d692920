import { readAciBenchNotes, sampleNote, takeWords, wordPositions, type Position } from './notes.ts';
import { startServer, type ServerClient, type ServerOptions } from './serverClient.ts';
import type { Section } from './tables.ts';

const targetMs = '15 / 50';
/** Spans have at most six words, so that hovers this far apart share none. */
const wordsApart = 7;

/** Hovers over a running server, one after another, and the memory it has taken by then. */
export async function measureHovers(options: ServerOptions, smoke: boolean): Promise<Section[]> {
  const server = await startServer(options);
  try {
    const words = wordPositions(sampleNote).slice(0, smoke ? 30 : undefined);
    await server.open('warm up');
    await server.hover({ line: 0, character: 0 });
    await server.open(sampleNote);
    const first = await timeHovers(server, words);
    const repeated = await timeHovers(server, words);

    const longNotes = readAciBenchNotes();
    const apart = longNotes ? await hoverOverLongNote(server, longNotes, smoke) : [];
    const hovers = first.length + repeated.length + apart.length;
    const sections: Section[] = [
      {
        title: '2 Warm hover',
        notes:
          'One hover at a time over stdio, round trip. First pass: the text was never seen; neighbouring words share ' +
          `spans. Every ${wordsApart}th word: no two hovers share a span. ` +
          (longNotes
            ? ''
            : 'SKIPPED: the longer note, since ../shared/data/aci-bench is not on this machine. ') +
          'Target: median / p95.',
        measurements: [
          { what: 'sample note, every word, first pass', unit: 'ms', values: first, target: targetMs },
          { what: 'sample note, every word, second pass', unit: 'ms', values: repeated, target: targetMs },
          ...(longNotes
            ? [
                {
                  what: `aci-bench, every ${wordsApart}th word, first pass`,
                  unit: 'ms',
                  values: apart,
                  target: targetMs,
                },
              ]
            : []),
        ],
      },
      await measureMemory(server, hovers),
    ];
    return sections;
  } finally {
    await server.stop();
  }
}

async function hoverOverLongNote(
  server: ServerClient,
  notes: readonly string[],
  smoke: boolean,
): Promise<number[]> {
  const hovers = smoke ? 20 : 350;
  const text = takeWords(notes, hovers * wordsApart * 1.1);
  await server.open(text);
  const positions = wordPositions(text).filter((_, i) => i % wordsApart === 0);
  return timeHovers(server, positions.slice(0, hovers));
}

async function timeHovers(server: ServerClient, positions: readonly Position[]): Promise<number[]> {
  const times: number[] = [];
  for (const position of positions) {
    const start = performance.now();
    await server.hover(position);
    times.push(performance.now() - start);
  }
  return times;
}

async function measureMemory(server: ServerClient, hovers: number): Promise<Section> {
  const memory = await server.memory();
  return {
    title: '4 Memory',
    notes: memory
      ? `Resident set (VmRSS) after ${hovers} hovers (a smoke run makes too few to tell).`
      : 'SKIPPED: resident memory is read from /proc, which this machine has not.',
    measurements: memory
      ? [
          {
            what: 'server and encoder process',
            unit: 'MB',
            values: [memory.server + memory.encoder],
            target: '≤ 350',
          },
          { what: 'server alone', unit: 'MB', values: [memory.server] },
          { what: 'encoder process alone', unit: 'MB', values: [memory.encoder] },
        ]
      : [],
  };
}
