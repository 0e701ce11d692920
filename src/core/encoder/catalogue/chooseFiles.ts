import { posix } from 'node:path';
import { precisions as allPrecisions, type Precision } from '../encoder.ts';
import { onnxFileNames } from '../model/modelFolder.ts';

/**
 * Where exports keep their weights: in Hugging Face's layout, or, as Optimum writes them, beside `config.json`.
 * The first that is there counts.
 */
const weightNames: Readonly<Record<Precision, readonly string[]>> = {
  fp32: [onnxFileNames.fp32, 'model.onnx'],
  fp16: [onnxFileNames.fp16, 'model_fp16.onnx'],
  int8: [onnxFileNames.int8, 'onnx/model_int8.onnx', 'model_quantized.onnx', 'model_int8.onnx'],
};

const requiredFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const optionalFiles = ['special_tokens_map.json'];

/** How a model of the Sentence Transformers says how it pools. */
export const poolingConfig = '1_Pooling/config.json';

/** A file to be installed. */
export interface ChosenFile {
  /** In the repository or folder that it comes from. */
  readonly from: string;
  /** In the model's folder. */
  readonly to: string;
}

/** What of a model's files is wanted, all as paths with `/`. */
export interface Choice {
  readonly files: readonly ChosenFile[];
  /** The weights among them. */
  readonly weights: Readonly<Partial<Record<Precision, ChosenFile>>>;
  readonly missing: readonly string[];
}

/** Which precisions a listing of files has. */
export function publishedPrecisions(paths: Iterable<string>): readonly Precision[] {
  const there = new Set(paths);
  return allPrecisions.filter((precision) => weightNames[precision].some((name) => there.has(name)));
}

/** The files for these precisions, each of which is published; nothing else is ever taken. */
export function chooseFiles(paths: Iterable<string>, precisions: readonly Precision[]): Choice {
  const there = new Set(paths);
  const weights: Partial<Record<Precision, ChosenFile>> = {};
  for (const precision of precisions) {
    const from = weightNames[precision].find((name) => there.has(name));
    if (from !== undefined) {
      weights[precision] = { from, to: onnxFileNames[precision] };
    }
  }
  const small = [...requiredFiles, ...optionalFiles].filter((name) => there.has(name));
  return {
    files: [...small.map((name) => ({ from: name, to: name })), ...Object.values(weights)],
    weights,
    missing: requiredFiles.filter((name) => !there.has(name)),
  };
}

/** The file beside an ONNX file that it names, which keeps its place relative to it. */
export function externalFile(weights: ChosenFile, location: string): ChosenFile {
  const path = location.replaceAll('\\', '/');
  return {
    from: posix.join(posix.dirname(weights.from), path),
    to: posix.join(posix.dirname(weights.to), path),
  };
}

/** Whether a file is, by its name, external data of these weights; which ones it needs, only the weights tell. */
export function looksExternal(weights: ChosenFile, path: string): boolean {
  return path.startsWith(`${weights.from}_data`) || path.startsWith(`${weights.from}.data`);
}
