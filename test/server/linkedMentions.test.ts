import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileUri, hoverText, startServer, type ServerClient } from './client.ts';
import { parseMarkedNote } from './markedNote.ts';

/** Notes, each with the cursor and, in brackets, the mention that is to be found there and its concept, or NIL. */
const rows = readFileSync(join(import.meta.dirname, 'linkedMentions.tsv'), 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '')
  .map((line) => line.split('\t') as [note: string, concept: string]);

let server: ServerClient;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** What was linked right once must stay right. */
describe('mentions in their notes', () => {
  test.each(rows)('%s → %s', async (marked, concept) => {
    const { text, cursor, range } = parseMarkedNote(marked);
    const uri = fileUri('/notes/linked.txt');
    await server.open(uri, text);
    const hover = await server.hover(uri, cursor);
    const [, first = 'NIL'] = /`([^`]+)`/u.exec(hoverText(hover)) ?? [];
    expect(first).toBe(concept);
    expect(hover?.range).toEqual(range);
    await server.close(uri);
  });
});
