import { readAciBenchNotes, sampleNote, takeWords, wordPositions } from './notes.ts';
import { startServer, type ServerOptions } from './serverClient.ts';
import type { Section } from './tables.ts';

const noteWords = 1_000;

const edits = 20;

/** Finding the mentions of a whole note that the server has not seen before, and again after a word was typed. */
export async function measureAnnotate(options: ServerOptions, smoke: boolean): Promise<Section> {
  const notes = readAciBenchNotes();
  // The sample note has some 300 words; repeating it would be answered from the caches.
  const text = notes ? takeWords(notes, smoke ? 100 : noteWords) : sampleNote;
  const words = text.split(/\s+/u).filter(Boolean).length;
  const times: number[] = [];
  const timesAgain: number[] = [];
  for (let run = 0; run < (smoke ? 1 : 3); run++) {
    const server = await startServer(options);
    await server.open('warm up');
    await server.hover({ line: 0, character: 0 });
    await server.open(text);
    const start = performance.now();
    await server.annotate();
    times.push((performance.now() - start) / 1000);
    const places = wordPositions(text);
    for (let edit = 0; edit < edits; edit++) {
      const { line = 0 } = places[Math.floor((edit * places.length) / edits)] ?? {};
      await server.type('Reports headache. ', { line, character: 0 });
      const startAgain = performance.now();
      await server.annotate();
      timesAgain.push(performance.now() - startAgain);
    }
    await server.stop();
  }
  return {
    title: '7 Annotating a note',
    notes:
      '`termlens/annotate` on a new server with its model loaded. ' +
      (notes
        ? ''
        : 'SKIPPED: the long note, since ../shared/data/aci-bench is not on this machine; the sample note instead.'),
    measurements: [
      { what: `a note of ${words} words`, unit: 's', values: times, target: '≤ 1' },
      { what: 'again after words were typed', unit: 'ms', values: timesAgain, target: '≤ 50' },
    ],
  };
}
