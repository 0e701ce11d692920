import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { ModelFolderError } from '../encoderErrors.ts';
import type { Pooling, Precision, ScoreCalibration } from '../encoder.ts';
import { findExternalData } from './externalData.ts';

/** File names of Hugging Face's ONNX exports, per precision. */
export const onnxFileNames: Readonly<Record<Precision, string>> = {
  fp32: 'onnx/model.onnx',
  fp16: 'onnx/model_fp16.onnx',
  int8: 'onnx/model_quantized.onnx',
};

/** SapBERT's own limit (Liu et al. 2021: names of at most 25 tokens), for folders that state none. */
const defaultMaximumTokens = 25;

/**
 * For encoders that state no calibration: SapBERT's cosines of unrelated names lie around 0.4 and those of
 * synonyms around 0.8, so 0.65 is taken as even odds.
 */
const defaultCalibration: ScoreCalibration = { slope: 15, intercept: -9.75 };

export const copyAgain = 'Copy the file again from where the model came from, or choose another encoder.';

const configSchema = z.object({
  hidden_size: z.number().int().positive(),
  vocab_size: z.number().int().positive(),
  max_position_embeddings: z.number().int().positive().default(512),
});

/** TermLens' own `manifest.json`. */
export type ModelManifest = z.infer<typeof manifestSchema>;
/** The same as it is written, where what is taken for granted can be left out. */
export type ManifestText = z.input<typeof manifestSchema>;

const manifestSchema = z.object({
  id: z.string(),
  title: z.string(),
  pooling: z.enum(['cls', 'mean']).default('cls'),
  maximumTokens: z.number().int().min(3).max(512).default(defaultMaximumTokens),
  scoreCalibration: z
    .object({ slope: z.number().positive(), intercept: z.number() })
    .default(defaultCalibration),
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number() })).default({}),
  /** Where it comes from: a repository of the Hugging Face hub and one of its commits. */
  repository: z.string().optional(),
  revision: z.string().optional(),
  licence: z.string().optional(),
  /** ISO 639-1. */
  languages: z.array(z.string()).optional(),
});

/** A model folder whose small files were read and found to fit together. */
export interface ModelFolder {
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly pooling: Pooling;
  readonly maximumTokens: number;
  readonly dimensions: number;
  readonly vocabularySize: number;
  readonly scoreCalibration: ScoreCalibration;
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
  /** Absolute paths of the ONNX files that are there, by precision. */
  readonly onnxFiles: Readonly<Partial<Record<Precision, string>>>;
  /** Absolute paths of the files besides it in which an ONNX file keeps weights, by precision. */
  readonly externalData: Readonly<Partial<Record<Precision, readonly string[]>>>;
  /** Expected sha256 per relative path, where the manifest states them. */
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Reads a folder in Hugging Face layout: `config.json`, `tokenizer.json`, `tokenizer_config.json`,
 * `onnx/model*.onnx`, and optionally TermLens' `manifest.json`.
 * @throws {ModelFolderError} naming the file that is missing or damaged, and what to do.
 */
export async function openModelFolder(path: string): Promise<ModelFolder> {
  const config = await readJson(join(path, 'config.json'), configSchema);
  const manifest = await readManifest(path);
  const tokenizer = await readJson(join(path, 'tokenizer.json'), z.looseObject({ model: z.looseObject({}) }));
  const tokenizerConfig = await readJson(join(path, 'tokenizer_config.json'), z.looseObject({}));
  const onnxFiles = await findOnnxFiles(path);
  const folder: ModelFolder = {
    path,
    id: manifest.id,
    title: manifest.title,
    pooling: manifest.pooling,
    maximumTokens: Math.min(manifest.maximumTokens, config.max_position_embeddings),
    dimensions: config.hidden_size,
    vocabularySize: config.vocab_size,
    scoreCalibration: manifest.scoreCalibration,
    tokenizer,
    tokenizerConfig,
    onnxFiles,
    externalData: await requireExternalData(onnxFiles),
    checksums: Object.fromEntries(Object.entries(manifest.files).map(([file, { sha256 }]) => [file, sha256])),
  };
  if (Object.keys(folder.onnxFiles).length === 0) {
    throw new ModelFolderError(
      join(path, onnxFileNames.fp32),
      'the file is missing.',
      'Export the model to ONNX (for example with "optimum-cli export onnx --task feature-extraction") or choose another encoder.',
    );
  }
  return folder;
}

/** @throws {ModelFolderError} when the folder does not have the weights that were asked for. */
export function requirePrecision(folder: ModelFolder, asked: Precision): void {
  if (!folder.onnxFiles[asked]) {
    const there = Object.keys(folder.onnxFiles).join(', ');
    throw new ModelFolderError(
      join(folder.path, onnxFileNames[asked]),
      `the model has no ${asked} weights.`,
      `Set "termlens.encoder.precision" to "auto" or one of: ${there}.`,
    );
  }
}

/** What a folder says of itself, or what is taken for granted of one that says nothing. */
export async function readManifest(path: string): Promise<ModelManifest> {
  const file = join(path, 'manifest.json');
  if (await isFile(file)) {
    return readJson(file, manifestSchema);
  }
  return manifestSchema.parse({ id: basename(path), title: basename(path) });
}

/**
 * What a folder's `manifest.json` itself says.
 * @throws {ModelFolderError} when there is none or it cannot be understood.
 */
export async function readManifestText(path: string): Promise<ManifestText> {
  const stated = z.custom<ManifestText>((value) => manifestSchema.safeParse(value).success);
  await readJson(join(path, 'manifest.json'), manifestSchema);
  return readJson(join(path, 'manifest.json'), stated);
}

/** Absolute paths of a folder's ONNX files. */
export async function findOnnxFiles(path: string): Promise<Partial<Record<Precision, string>>> {
  const found: Partial<Record<Precision, string>> = {};
  for (const [precision, file] of Object.entries(onnxFileNames) as [Precision, string][]) {
    if (await isFile(join(path, file))) {
      found[precision] = join(path, file);
    }
  }
  return found;
}

async function requireExternalData(
  onnxFiles: ModelFolder['onnxFiles'],
): Promise<Partial<Record<Precision, readonly string[]>>> {
  const found: Partial<Record<Precision, readonly string[]>> = {};
  for (const [precision, onnxFile] of Object.entries(onnxFiles) as [Precision, string][]) {
    const files = (await findExternalData(onnxFile)).map((location) => join(dirname(onnxFile), location));
    for (const file of files) {
      if (!(await isFile(file))) {
        throw new ModelFolderError(
          file,
          `the file, which ${basename(onnxFile)} keeps weights in, is missing.`,
          copyAgain,
        );
      }
    }
    if (files.length > 0) {
      found[precision] = files;
    }
  }
  return found;
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ModelFolderError(
      file,
      missing ? 'the file is missing.' : 'the file cannot be read.',
      copyAgain,
      { cause },
    );
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const problem =
      cause instanceof z.ZodError
        ? `the file does not say what it should: ${z.prettifyError(cause)}.`
        : 'the file is no valid JSON; it may be truncated.';
    throw new ModelFolderError(file, problem, copyAgain, { cause });
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    (error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        return false;
      }
      throw error;
    },
  );
}
