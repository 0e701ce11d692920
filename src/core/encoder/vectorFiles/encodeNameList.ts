import type { Encoder, VectorLength } from '../encoder.ts';
import type { NameLines, NameWindow } from './nameLines.ts';
import type { VectorFileWriter } from './vectorFile.ts';

export interface EncodeNameListOptions {
  readonly length: VectorLength;
  readonly signal?: AbortSignal;
  /** @param bytesRead of the list, as far as its names are encoded. */
  readonly onProgress?: (names: number, bytesRead: number) => void;
}

/** Enough names to find many of like length among them; a few megabytes of vectors. */
const windowNames = 4_096;

interface Request {
  readonly window: NameWindow;
  readonly vectors: Promise<Float32Array>;
  /** How many of its names are encoded. */
  readonly tally: { done: number };
}

/**
 * Encodes a list of names window by window and appends the vectors in the order of the names, so that neither all
 * names nor all vectors are ever in memory.
 * @returns how many names there were.
 */
export async function encodeNameList(
  encoder: Encoder,
  lines: NameLines,
  file: Pick<VectorFileWriter, 'append'>,
  { length, signal, onProgress }: EncodeNameListOptions,
): Promise<number> {
  // What is in flight ends with the first failure; nobody waits for it any more then.
  const failed = new AbortController();
  const cancelled = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
  const inFlight: Request[] = [];
  // Half of them are encoded while the others are tokenized, and those before are written.
  const maximumInFlight = 2 * (encoder.concurrency ?? 1);
  let writtenNames = 0;
  let writtenBytes = 0;
  let namesLeft = true;

  const tellProgress = (): void => {
    const bytes = inFlight.map(({ window, tally }) => (window.bytes * tally.done) / window.names.length);
    onProgress?.(
      inFlight.reduce((sum, { tally }) => sum + tally.done, writtenNames),
      bytes.reduce((sum, some) => sum + some, writtenBytes),
    );
  };

  /** False when no names are left. */
  const requestNext = async (): Promise<boolean> => {
    const window = await lines.next(windowNames);
    if (window.names.length === 0) {
      return false;
    }
    const tally = { done: 0 };
    const vectors = encoder.encode(window.names, {
      length,
      signal: cancelled,
      priority: 'bulk',
      onProgress: (done) => {
        tally.done = done;
        tellProgress();
      },
    });
    // Its failure is looked at when its turn comes; until then it must not count as unhandled.
    vectors.catch(() => undefined);
    inFlight.push({ window, vectors, tally });
    return true;
  };

  try {
    for (;;) {
      while (namesLeft && inFlight.length < maximumInFlight) {
        namesLeft = await requestNext();
      }
      const [first] = inFlight;
      if (first === undefined) {
        return writtenNames;
      }
      await file.append(await first.vectors);
      signal?.throwIfAborted();
      inFlight.shift();
      writtenNames += first.window.names.length;
      writtenBytes += first.window.bytes;
      tellProgress();
    }
  } catch (error) {
    failed.abort(error);
    // However the cancellation came through, for example as a broken stream.
    signal?.throwIfAborted();
    throw error;
  }
}
