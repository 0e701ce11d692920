import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { ModelFolderError } from '../encoderErrors.ts';
import type { Pooling, Precision, ScoreCalibration } from '../encoder.ts';

/** File names of Hugging Face's ONNX exports, per precision. */
const onnxFiles: Readonly<Record<Precision, string>> = {
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

const copyAgain = 'Copy the file again from where the model came from, or choose another encoder.';

const configSchema = z.object({
  hidden_size: z.number().int().positive(),
  vocab_size: z.number().int().positive(),
  max_position_embeddings: z.number().int().positive().default(512),
});

const manifestSchema = z.object({
  id: z.string(),
  title: z.string(),
  pooling: z.enum(['cls', 'mean']).default('cls'),
  maximumTokens: z.number().int().min(3).max(512).default(defaultMaximumTokens),
  scoreCalibration: z
    .object({ slope: z.number().positive(), intercept: z.number() })
    .default(defaultCalibration),
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number() })).default({}),
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
    onnxFiles: await findOnnxFiles(path),
    checksums: Object.fromEntries(Object.entries(manifest.files).map(([file, { sha256 }]) => [file, sha256])),
  };
  if (Object.keys(folder.onnxFiles).length === 0) {
    throw new ModelFolderError(
      join(path, onnxFiles.fp32),
      'the file is missing.',
      'Export the model to ONNX (for example with "optimum-cli export onnx --task feature-extraction") or choose another encoder.',
    );
  }
  return folder;
}

/** The precision that will run: the one asked for, or for `auto` the most exact that the folder has. */
export function choosePrecision(folder: ModelFolder, asked: Precision | 'auto'): Precision {
  if (asked === 'auto') {
    const found = (['fp32', 'fp16', 'int8'] as const).find((precision) => folder.onnxFiles[precision]);
    return found ?? 'fp32';
  }
  if (!folder.onnxFiles[asked]) {
    const there = Object.keys(folder.onnxFiles).join(', ');
    throw new ModelFolderError(
      join(folder.path, onnxFiles[asked]),
      `the model has no ${asked} weights.`,
      `Set "termlens.encoder.precision" to "auto" or one of: ${there}.`,
    );
  }
  return asked;
}

/**
 * Identifies what decides the vectors: weights, tokenizer, pooling and maximum length.
 * @throws {ModelFolderError} when the weights do not have the checksum that the manifest states.
 */
export async function fingerprintModel(folder: ModelFolder, precision: Precision): Promise<string> {
  const onnxFile = folder.onnxFiles[precision] ?? '';
  const weights = await sha256(onnxFile).catch((cause: unknown) => {
    throw new ModelFolderError(onnxFile, 'the file cannot be read.', copyAgain, { cause });
  });
  const stated = folder.checksums[onnxFiles[precision]];
  if (stated !== undefined && stated !== weights) {
    throw new ModelFolderError(
      onnxFile,
      'the file is not the one that its manifest describes; it is damaged or was replaced.',
      'Restore the file, or reinstall TermLens if this is its own encoder.',
    );
  }
  return createHash('sha256')
    .update(JSON.stringify([weights, folder.tokenizer, folder.pooling, folder.maximumTokens]))
    .digest('hex')
    .slice(0, 32);
}

async function readManifest(path: string): Promise<z.infer<typeof manifestSchema>> {
  const file = join(path, 'manifest.json');
  if (await isFile(file)) {
    return readJson(file, manifestSchema);
  }
  return manifestSchema.parse({ id: basename(path), title: basename(path) });
}

async function findOnnxFiles(path: string): Promise<Partial<Record<Precision, string>>> {
  const found: Partial<Record<Precision, string>> = {};
  for (const [precision, file] of Object.entries(onnxFiles) as [Precision, string][]) {
    if (await isFile(join(path, file))) {
      found[precision] = join(path, file);
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

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
