import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { precisions } from '../encoder.ts';
import { DamagedCatalogueError } from './catalogueErrors.ts';
import { isModelId } from './modelId.ts';

const repositoryName = z.string().regex(/^[\w.-]+\/[\w.-]+$/u);

const entrySchema = z
  .strictObject({
    id: z.string().refine(isModelId),
    title: z.string().min(1),
    description: z.string().min(1),
    licence: z.string().min(1),
    /** ISO 639-1. */
    languages: z.array(z.string().regex(/^[a-z]{2}$/u)).min(1),
    pooling: z.enum(['cls', 'mean']),
    maximumTokens: z.number().int().min(3).max(512),
    /** On the Hugging Face hub, with ONNX files; without it the user brings the model. */
    repository: repositoryName.optional(),
    /** A commit, so that everybody gets the same, or a branch or tag. */
    revision: z.string().min(1).optional(),
    /** The repository that the model was published in, in whatever format. */
    source: repositoryName,
    /** `bytes` is what the hub's pages say, rounded; the hub tells the exact size when it is asked. */
    precisions: z.array(z.strictObject({ precision: z.enum(precisions), bytes: z.number().positive() })),
    /** What is fetched when nothing is said. */
    recommended: z.array(z.enum(precisions)),
  })
  .refine(
    (entry) => (entry.repository === undefined) === (entry.precisions.length === 0),
    'an entry has a repository if, and only if, it has precisions to fetch',
  )
  .refine(
    (entry) => (entry.repository === undefined) === (entry.revision === undefined),
    'a repository is pinned to a revision',
  )
  .refine(
    (entry) => entry.recommended.every((one) => entry.precisions.some(({ precision }) => precision === one)),
    'what is recommended can be fetched',
  );

const catalogueSchema = z
  .strictObject({ encoders: z.array(entrySchema) })
  .refine(
    ({ encoders }) => new Set(encoders.map(({ id }) => id)).size === encoders.length,
    'ids are given once only',
  );

/** An encoder that TermLens knows, and how it is used. */
export type CatalogueEntry = z.infer<typeof entrySchema>;

/**
 * `models/catalogue.json` of the installation.
 * @throws {DamagedCatalogueError}
 */
export async function readCatalogue(installFolder: string): Promise<readonly CatalogueEntry[]> {
  const file = join(installFolder, 'models', 'catalogue.json');
  try {
    return catalogueSchema.parse(JSON.parse(await readFile(file, 'utf8'))).encoders;
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new DamagedCatalogueError(file, `the catalogue cannot be read (${problem}).`, { cause });
  }
}
