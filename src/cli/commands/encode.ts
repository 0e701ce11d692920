import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import type { EncoderDescription, VectorLength } from '../../core/encoder/encoder.ts';
import { encodeNameList } from '../../core/encoder/vectorFiles/encodeNameList.ts';
import { readNameLines } from '../../core/encoder/vectorFiles/nameLines.ts';
import { npyFormat } from '../../core/encoder/vectorFiles/npyFile.ts';
import { createSafetensorsFormat } from '../../core/encoder/vectorFiles/safetensorsFile.ts';
import { createVectorFile, type VectorFileFormat } from '../../core/encoder/vectorFiles/vectorFile.ts';
import { withEncoderTeam, type EncoderChoice } from '../encoderSession.ts';
import { printJson } from '../printTable.ts';
import { createProgressLine, formatDuration } from '../progressLine.ts';

/** The list of names cannot be opened. */
export class NameListFileError extends Error {
  override readonly name = 'NameListFileError';
}

export const vectorLengths = ['raw', 'unit'] as const;

/** Endings of the files that `encode` writes. */
export const vectorFileEndings = ['.npy', '.safetensors'] as const;

export interface EncodeCommandOptions extends EncoderChoice {
  readonly output: string;
  readonly length: VectorLength;
}

/** `termlens encode`: a list of names, one a line, becomes a file of vectors; row `i` belongs to line `i`. */
export async function encodeNames(
  installFolder: string,
  list: string,
  options: EncodeCommandOptions,
): Promise<void> {
  const input = await openList(list);
  try {
    await withEncoderTeam(installFolder, options, async ({ encoder, signal }) => {
      addAbortSignal(signal, input.stream);
      const { description, dimensions } = encoder;
      const format = chooseFormat(options, description);
      const file = await createVectorFile(options.output, format, dimensions);
      const progress = createProgressLine();
      try {
        const start = performance.now();
        const elapsed = (): number => (performance.now() - start) / 1000;
        const names = await encodeNameList(encoder, readNameLines(input.name, input.stream), file, {
          length: options.length,
          signal,
          onProgress: (done, bytesRead) =>
            progress.update(describeProgress(done, bytesRead / input.bytes, elapsed())),
        });
        await file.finish();
        progress.end();
        report(names, elapsed(), options, description);
      } finally {
        progress.end();
        await file.discard();
      }
    });
  } finally {
    input.stream.destroy();
  }
}

interface NameList {
  /** In messages. */
  readonly name: string;
  readonly stream: Readable;
  /** NaN where nobody knows. */
  readonly bytes: number;
}

async function openList(list: string): Promise<NameList> {
  if (list === '-') {
    return { name: 'standard input', stream: process.stdin, bytes: NaN };
  }
  try {
    const handle = await open(list);
    const status = await handle.stat();
    if (status.isDirectory()) {
      await handle.close();
      throw new Error('it is a folder');
    }
    // A pipe has no size.
    return { name: list, stream: handle.createReadStream(), bytes: status.isFile() ? status.size : NaN };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NameListFileError(
      `${list}: the list of names cannot be read (${reason}). Give a text file with one name a line, or - for standard input.`,
      { cause },
    );
  }
}

function chooseFormat(
  { output, length }: EncodeCommandOptions,
  encoder: EncoderDescription,
): VectorFileFormat {
  return output.toLowerCase().endsWith('.npy')
    ? npyFormat
    : createSafetensorsFormat({
        encoder: encoder.modelId,
        fingerprint: encoder.fingerprint,
        precision: encoder.precision,
        pooling: encoder.pooling,
        length,
      });
}

function describeProgress(names: number, share: number, seconds: number): string {
  const rate = `${names.toLocaleString('en-US')} names, ${formatRate(names / seconds)}`;
  return share > 0 ? `${rate}, ${formatDuration((seconds * (1 - share)) / share)} left` : rate;
}

function formatRate(namesPerSecond: number): string {
  return `${namesPerSecond.toLocaleString('en-US', { maximumSignificantDigits: 3 })} names/s`;
}

function report(
  names: number,
  seconds: number,
  { output, length, json }: EncodeCommandOptions,
  { modelId, dimensions, precision, executionProvider }: EncoderDescription,
): void {
  const namesPerSecond = names / seconds;
  if (json) {
    printJson({
      names,
      dimensions,
      output: resolve(output),
      length,
      encoder: modelId,
      precision,
      executionProvider,
      seconds: Number(seconds.toFixed(3)),
      namesPerSecond: Number(namesPerSecond.toFixed(1)),
    });
  } else {
    process.stdout.write(
      `${output}: ${names.toLocaleString('en-US')} names × ${dimensions} dimensions (${length}), ` +
        `${modelId} ${precision} on ${executionProvider}, ${formatRate(namesPerSecond)}\n`,
    );
  }
}
