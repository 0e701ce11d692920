import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const namesPerConcept = 3;
/** A stream's step costs more than a row. */
const conceptsPerChunk = 1000;

/** A table that `termlens vocabulary add` reads: three names a concept. */
export async function writeVocabulary(file: string, names: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(formatRows(names)), createWriteStream(file));
}

function* formatRows(names: Iterable<string>): Generator<string> {
  let rows = ['id\tname\tsynonyms'];
  let concept: string[] = [];
  let conceptCount = 0;
  const endConcept = (): void => {
    const [name = '', ...synonyms] = concept;
    rows.push(`SYN:${String(conceptCount++).padStart(7, '0')}\t${name}\t${synonyms.join('|')}`);
    concept = [];
  };
  for (const name of names) {
    concept.push(name.replaceAll(/[\t|]/gu, ' '));
    if (concept.length === namesPerConcept) {
      endConcept();
      if (rows.length === conceptsPerChunk) {
        yield `${rows.join('\n')}\n`;
        rows = [];
      }
    }
  }
  if (concept.length > 0) {
    endConcept();
  }
  yield `${rows.join('\n')}\n`;
}
