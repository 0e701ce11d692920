import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Concept, VocabularyDescription } from './concept.ts';
import { importConceptTable } from './importConceptTable.ts';
import type { ImportProblem } from './importProblem.ts';

const descriptionSchema = z.object({
  id: z.string().regex(/^[a-z0-9_-]+$/u),
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
  /** Reads every concept; only a build needs them. */
  readConcepts(): { concepts: readonly Concept[]; problems: readonly ImportProblem[] };
}

/** A vocabulary in the form in which it ships: `vocabulary.json` and `concepts.tsv` in one folder. */
export async function readBundledVocabulary(folder: string): Promise<VocabularySource> {
  const description = descriptionSchema.parse(
    JSON.parse(await readFile(join(folder, 'vocabulary.json'), 'utf8')),
  );
  const file = join(folder, 'concepts.tsv');
  const table = await readFile(file, 'utf8');
  const sourceSha256 = createHash('sha256').update(JSON.stringify(description)).update(table).digest('hex');
  return { description, sourceSha256, readConcepts: () => importConceptTable(table, file) };
}
