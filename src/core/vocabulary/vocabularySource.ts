import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Concept, VocabularyDescription } from './concept.ts';
import { importConceptTable } from './importConceptTable.ts';

/** Names a folder, and stands in settings. */
const idPattern = /^[a-z0-9_-]+$/u;

export function isVocabularyId(id: string): boolean {
  return idPattern.test(id);
}

const descriptionSchema = z.object({
  id: z.string().regex(idPattern),
  title: z.string(),
  version: z.string(),
  licence: z.string(),
  source: z.string(),
}) satisfies z.ZodType<VocabularyDescription>;

/** A vocabulary that a store can be built from. */
export interface VocabularySource {
  readonly description: VocabularyDescription;
  /** Changes whenever the concepts or the description do. */
  readonly sourceSha256: string;
  /** Every concept, each identifier once; only a build needs them. Rejects with the signal's reason when aborted. */
  readConcepts(signal?: AbortSignal): AsyncIterable<Concept> | Iterable<Concept>;
}

/** A vocabulary in the form in which it ships: `vocabulary.json` and `concepts.tsv` in one folder. */
export async function readBundledVocabulary(folder: string): Promise<VocabularySource> {
  const description = descriptionSchema.parse(
    JSON.parse(await readFile(join(folder, 'vocabulary.json'), 'utf8')),
  );
  const file = join(folder, 'concepts.tsv');
  const table = await readFile(file, 'utf8');
  const sourceSha256 = createHash('sha256').update(JSON.stringify(description)).update(table).digest('hex');
  return { description, sourceSha256, readConcepts: () => importConceptTable(table, file).concepts };
}
