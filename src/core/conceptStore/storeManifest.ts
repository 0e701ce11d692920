import * as z from 'zod';
import { precisions, type Precision } from '../encoder/encoder.ts';
import type { VocabularyDescription } from '../vocabulary/concept.ts';
import { vectorEngines, type VectorEngine } from './vectorEngines.ts';

export interface MadeWith {
  /** As in the settings: an id of a bundled or installed model, or a folder. */
  readonly model: string;
  readonly precision: Precision;
}

/** What a store says about itself; `manifest.json` in its folder, or a row of a database. */
export interface StoreManifest extends VocabularyDescription {
  readonly conceptCount: number;
  readonly nameCount: number;
  /** Of the vocabulary's source file; a store of another source is rebuilt. */
  readonly sourceSha256: string;
  readonly encoderFingerprint: string;
  /** With what the vectors were made, so that it can serve until another encoder has made its own. */
  readonly encoder?: MadeWith | undefined;
  readonly dimensions: number;
  /** In a folder one of `vectorEngines`, in a database pgvector. */
  readonly vectorEngine: VectorEngine | 'pgvector';
  /** Layout of the folder or the tables; a store of another layout is rebuilt. */
  readonly formatVersion: number;
}

export const storeManifestSchema = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  licence: z.string(),
  source: z.string(),
  conceptCount: z.number(),
  nameCount: z.number(),
  sourceSha256: z.string(),
  encoderFingerprint: z.string(),
  encoder: z.object({ model: z.string(), precision: z.enum(precisions) }).optional(),
  dimensions: z.number(),
  vectorEngine: z.enum([...vectorEngines, 'pgvector']),
  formatVersion: z.number(),
}) satisfies z.ZodType<StoreManifest>;
