import type { VectorFileFormat } from './vectorFile.ts';

/*
 * https://github.com/huggingface/safetensors#format: length of the header as a little-endian uint64, then JSON that
 * begins with `{` and may be padded with spaces, then the tensors without gaps, little-endian and row-major.
 */
const lengthBytes = 8;
const alignment = 64;
/** Digits of the largest whole number that JavaScript counts to; rows and bytes both stay below it. */
const numberDigits = String(Number.MAX_SAFE_INTEGER).length;

/** The tensor that holds the vectors. */
export const tensorName = 'embeddings';

/**
 * `.safetensors`: one F32 tensor `embeddings` of shape `[rows, dimensions]`.
 * @param metadata goes into the header's `__metadata__`, which maps text to text.
 */
export function createSafetensorsFormat(metadata: Readonly<Record<string, string>>): VectorFileFormat {
  return {
    formatHeader(rows, dimensions) {
      const dataBytes = rows * dimensions * Float32Array.BYTES_PER_ELEMENT;
      const json = Buffer.from(
        JSON.stringify({
          __metadata__: metadata,
          [tensorName]: { dtype: 'F32', shape: [rows, dimensions], data_offsets: [0, dataBytes] },
        }),
      );
      const digits = String(rows).length + String(dataBytes).length;
      const room = json.length - digits + 2 * numberDigits;
      const bytes = Math.ceil((lengthBytes + room) / alignment) * alignment;
      const header = Buffer.alloc(bytes, ' ');
      header.writeBigUInt64LE(BigInt(bytes - lengthBytes));
      json.copy(header, lengthBytes);
      return header;
    },
  };
}
