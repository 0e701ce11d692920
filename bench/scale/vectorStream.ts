import { openSync, readSync, closeSync, fstatSync } from 'node:fs';
import { createRandom } from '../soak/noteWriter.ts';

/** Vectors that are made or read block by block, so that a million of them need not be in memory. */
export interface VectorStream {
  readonly dimensions: number;
  /** The rows from `first` on, shape `[count, dimensions]`, unit length; the same ones in every call. */
  read(first: number, count: number): Float32Array;
}

/** The vectors of a store's file of rows (`rows.f32`), in its order. */
export function openStoredVectors(file: string): VectorStream & { readonly count: number; close(): void } {
  const descriptor = openSync(file, 'r');
  const header = Buffer.alloc(12);
  readSync(descriptor, header, 0, header.length, 0);
  const [count, dimensions] = [header.readUInt32LE(4), header.readUInt32LE(8)];
  const start = header.length + count * 4;
  if (fstatSync(descriptor).size !== start + count * dimensions * 4) {
    throw new Error(`${file} is no whole file of vectors.`);
  }
  return {
    count,
    dimensions,
    read(first, rows) {
      const vectors = new Float32Array(rows * dimensions);
      const bytes = new Uint8Array(vectors.buffer);
      const position = start + first * dimensions * 4;
      for (let done = 0; done < bytes.length;) {
        done += readSync(descriptor, bytes, done, bytes.length - done, position + done);
      }
      return vectors;
    },
    close: () => closeSync(descriptor),
  };
}

/**
 * More vectors than there are real ones, with neighbours like theirs: vector `i` lies between two real ones that `i`
 * chooses, nearer to the first, with a little noise.
 * @param real all of them, shape `[names, dimensions]`.
 */
export function multiplyVectors(real: Float32Array, dimensions: number, seed: number): VectorStream {
  const realCount = real.length / dimensions;
  return {
    dimensions,
    read(first, count) {
      const vectors = new Float32Array(count * dimensions);
      for (let row = 0; row < count; row++) {
        const random = createRandom(Math.imul(first + row + 1, 0x9e3779b1) ^ seed);
        const [a, b] = [random, random].map((next) => Math.floor(next() * realCount) * dimensions);
        const share = 0.6 + 0.4 * random();
        const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
        for (let i = 0; i < dimensions; i++) {
          const between = share * (real[(a ?? 0) + i] ?? 0) + (1 - share) * (real[(b ?? 0) + i] ?? 0);
          vector[i] = between + noise * (random() - 0.5);
        }
        toUnitLength(vector);
      }
      return vectors;
    },
  };
}

/** Of each number; a component of a unit vector of 384 dimensions is 0.05 on average. */
const noise = 0.02;

/**
 * The same vectors in a larger space, and a little noise there: turned by a fixed random matrix with orthonormal
 * columns, which leaves all angles between them as they are.
 */
export function projectVectors(stream: VectorStream, dimensions: number, seed: number): VectorStream {
  const basis = orthonormalRows(stream.dimensions, dimensions, seed);
  return {
    dimensions,
    read(first, count) {
      const narrow = stream.read(first, count);
      const wide = new Float32Array(count * dimensions);
      for (let row = 0; row < count; row++) {
        const random = createRandom(Math.imul(first + row + 1, 0x85ebca6b) ^ seed);
        const vector = wide.subarray(row * dimensions, (row + 1) * dimensions);
        for (let k = 0; k < stream.dimensions; k++) {
          const weight = narrow[row * stream.dimensions + k] ?? 0;
          const start = k * dimensions;
          for (let i = 0; i < dimensions; i++) {
            vector[i] = (vector[i] ?? 0) + weight * (basis[start + i] ?? 0);
          }
        }
        for (let i = 0; i < dimensions; i++) {
          vector[i] = (vector[i] ?? 0) + (noise / 2) * (random() - 0.5);
        }
        toUnitLength(vector);
      }
      return wide;
    },
  };
}

/** Gram and Schmidt over random rows; shape `[rows, dimensions]`. */
function orthonormalRows(rows: number, dimensions: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const basis = Float32Array.from({ length: rows * dimensions }, () => random() + random() + random() - 1.5);
  for (let row = 0; row < rows; row++) {
    const vector = basis.subarray(row * dimensions, (row + 1) * dimensions);
    for (let other = 0; other < row; other++) {
      const before = basis.subarray(other * dimensions, (other + 1) * dimensions);
      const shared = vector.reduce((sum, value, i) => sum + value * (before[i] ?? 0), 0);
      vector.forEach((value, i) => {
        vector[i] = value - shared * (before[i] ?? 0);
      });
    }
    toUnitLength(vector);
  }
  return basis;
}

function toUnitLength(vector: Float32Array): void {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  vector.forEach((value, i) => {
    vector[i] = value / length;
  });
}
