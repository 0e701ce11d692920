import type { EncodeOptions, EncoderDescription } from '../../../src/core/encoder/encoder.ts';
import type { LoadedEncoder } from '../../../src/core/encoder/host/encoderProcess.ts';

export interface FakeEncoder extends LoadedEncoder {
  /** The names of each request, in order. */
  readonly requests: readonly (readonly string[])[];
}

export interface FakeEncoderOptions {
  readonly fingerprint?: string;
  /** Names that are to have another name's vector. */
  readonly sameMeaning?: Readonly<Record<string, string>>;
  readonly beforeAnswer?: (names: readonly string[], options: EncodeOptions) => void | Promise<void>;
}

const dimensions = 64;

/** Names that share letter triples lie near each other; the same name always has the same vector. */
export function createFakeEncoder(options: FakeEncoderOptions = {}): FakeEncoder {
  const { fingerprint = 'fake-encoder', sameMeaning = {}, beforeAnswer } = options;
  const requests: (readonly string[])[] = [];
  return {
    requests,
    fingerprint,
    dimensions,
    description: describeFake(fingerprint),
    async encode(names, encodeOptions = {}) {
      encodeOptions.signal?.throwIfAborted();
      requests.push([...names]);
      await beforeAnswer?.(names, encodeOptions);
      encodeOptions.signal?.throwIfAborted();
      encodeOptions.onProgress?.(names.length);
      const vectors = new Float32Array(names.length * dimensions);
      names.forEach((name, row) => {
        vectors.set(vectorOf(sameMeaning[name] ?? name), row * dimensions);
      });
      return vectors;
    },
  };
}

function describeFake(fingerprint: string): EncoderDescription {
  return {
    modelId: 'fake',
    modelTitle: 'Fake',
    fingerprint,
    dimensions,
    maximumTokens: 25,
    pooling: 'cls',
    precision: 'fp32',
    executionProvider: 'cpu',
    // Even odds at a cosine of 0.8; the same vector scores 0.998.
    scoreCalibration: { slope: 30, intercept: -24 },
    notices: [],
  };
}

function vectorOf(name: string): Float32Array {
  const vector = new Float32Array(dimensions);
  const padded = ` ${name.toLowerCase()} `;
  for (let i = 0; i + 3 <= padded.length; i++) {
    let hash = 7;
    for (const character of padded.slice(i, i + 3)) {
      hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    }
    const place = hash % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
