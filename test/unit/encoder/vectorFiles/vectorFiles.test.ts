import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { npyFormat } from '../../../../src/core/encoder/vectorFiles/npyFile.ts';
import { createSafetensorsFormat } from '../../../../src/core/encoder/vectorFiles/safetensorsFile.ts';
import {
  createVectorFile,
  littleEndianBytes,
  VectorFileError,
  type VectorFileFormat,
} from '../../../../src/core/encoder/vectorFiles/vectorFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-vectors-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** 3 rows of 2, in two pieces. */
async function writeSmallFile(file: string, format: VectorFileFormat): Promise<void> {
  const writer = await createVectorFile(file, format, 2);
  await writer.append(Float32Array.of(1, -2, 0.5, 3));
  await writer.append(Float32Array.of(NaN, 65_504));
  await writer.finish();
}

const smallValues = '0000803f000000c00000003f0000404' + '00000c07f00e07f47';

describe('.npy', () => {
  test('byte for byte as NumPy writes it', async () => {
    const file = join(folder, 'small.npy');
    await writeSmallFile(file, npyFormat);
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }";
    const expected = Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
      Buffer.from(`${header.padEnd(117)}\n`),
      Buffer.from(smallValues, 'hex'),
    ]);
    expect(readFileSync(file).toString('latin1')).toBe(expected.toString('latin1'));
  });

  test.each([
    [0, 1],
    [1, 384],
    [4_096, 768],
    [999_999_999, 1_024],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('%i × %i: data at a multiple of 64, wherever the count ends', (rows, dimensions) => {
    const header = npyFormat.formatHeader(rows, dimensions);
    expect(header.length % 64).toBe(0);
    expect(header.length).toBe(npyFormat.formatHeader(0, dimensions).length);
    expect(readNpyHeader(header)).toEqual({ shape: [rows, dimensions], dataStart: header.length });
  });

  const python = spawnSync('python3', ['-c', 'import numpy'], { encoding: 'utf8' });
  test.skipIf(python.status !== 0)('NumPy reads it, maps it, and writes the same bytes', async () => {
    const file = join(folder, 'small.npy');
    await writeSmallFile(file, npyFormat);
    const script = `
import json, sys, numpy
read = numpy.load(sys.argv[1]); mapped = numpy.load(sys.argv[1], mmap_mode='r')
numpy.save(sys.argv[2], read)
print(json.dumps([str(read.dtype), read.shape, read[:2].tolist(), mapped[0].tolist(), bool(mapped.flags.aligned)]))`;
    const saved = join(folder, 'saved.npy');
    const { stdout, stderr } = spawnSync('python3', ['-c', script, file, saved], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([
      'float32',
      [3, 2],
      [
        [1, -2],
        [0.5, 3],
      ],
      [1, -2],
      true,
    ]);
    expect(readFileSync(saved).equals(readFileSync(file))).toBe(true);
  });
});

describe('.safetensors', () => {
  test('byte for byte: length, JSON that begins with a brace and ends in spaces, values', async () => {
    const file = join(folder, 'small.safetensors');
    await writeSmallFile(file, createSafetensorsFormat({ encoder: 'starter' }));
    const json =
      '{"__metadata__":{"encoder":"starter"},"embeddings":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}}';
    const expected = Buffer.concat([
      Buffer.from([184, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(json.padEnd(184)),
      Buffer.from(smallValues, 'hex'),
    ]);
    expect(readFileSync(file).toString('latin1')).toBe(expected.toString('latin1'));
  });

  test.each([
    [0, 1],
    [1, 384],
    [Math.floor(Number.MAX_SAFE_INTEGER / 4_096 / 4), 4_096],
  ])('%i × %i: data at a multiple of 64, wherever the count ends', (rows, dimensions) => {
    const format = createSafetensorsFormat({ title: 'Ménière “病”' });
    const header = format.formatHeader(rows, dimensions);
    expect(header.length % 64).toBe(0);
    expect(header.length).toBe(format.formatHeader(0, dimensions).length);
    expect(header.readBigUInt64LE()).toBe(BigInt(header.length - 8));
    expect(header[8]).toBe('{'.charCodeAt(0));
    expect(JSON.parse(header.subarray(8).toString())).toEqual({
      __metadata__: { title: 'Ménière “病”' },
      embeddings: { dtype: 'F32', shape: [rows, dimensions], data_offsets: [0, rows * dimensions * 4] },
    });
  });

  const python = spawnSync('python3', ['-c', 'import numpy, safetensors'], { encoding: 'utf8' });
  test.skipIf(python.status !== 0)('its own library reads it', async () => {
    const file = join(folder, 'small.safetensors');
    await writeSmallFile(file, createSafetensorsFormat({ encoder: 'starter' }));
    const script = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], 'numpy') as file:
    vectors = file.get_tensor('embeddings')
    print(json.dumps([file.metadata(), list(file.keys()), vectors.shape, vectors[:2].tolist()]))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([
      { encoder: 'starter' },
      ['embeddings'],
      [3, 2],
      [
        [1, -2],
        [0.5, 3],
      ],
    ]);
  });
});

describe('the file appears whole or not at all', () => {
  test('under its name there is nothing until the end, and nothing beside it afterwards', async () => {
    const file = join(folder, 'small.npy');
    const writer = await createVectorFile(file, npyFormat, 2);
    await writer.append(Float32Array.of(1, 2));
    expect(existsSync(file)).toBe(false);
    await writer.finish();
    expect(readdirSync(folder)).toEqual(['small.npy']);
    await writer.discard();
    expect(readdirSync(folder)).toEqual(['small.npy']);
  });

  test('discarded, it leaves what was there before', async () => {
    const file = join(folder, 'small.npy');
    writeFileSync(file, 'before');
    const writer = await createVectorFile(file, npyFormat, 2);
    await writer.append(Float32Array.of(1, 2));
    await writer.discard();
    expect(readdirSync(folder)).toEqual(['small.npy']);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  test('no rows make a file of no rows', async () => {
    const file = join(folder, 'none.npy');
    await (await createVectorFile(file, npyFormat, 384)).finish();
    expect(readNpyHeader(readFileSync(file))).toEqual({ shape: [0, 384], dataStart: 128 });
    expect(readFileSync(file)).toHaveLength(128);
  });

  test('a link keeps pointing at the file', async () => {
    const link = join(folder, 'link.npy');
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', 'real.npy'), 'before');
    symlinkSync(join(folder, 'elsewhere', 'real.npy'), link);
    await writeSmallFile(link, npyFormat);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readNpyHeader(readFileSync(join(folder, 'elsewhere', 'real.npy'))).shape).toEqual([3, 2]);
  });

  test('a folder that is not there, or a folder of that name, is told before anything is encoded', async () => {
    const missing = join(folder, 'nowhere', 'a.npy');
    await expect(createVectorFile(missing, npyFormat, 2)).rejects.toThrow(VectorFileError);
    await expect(createVectorFile(missing, npyFormat, 2)).rejects.toThrow(
      `${missing}: its folder does not exist. Make the folder first, or choose another.`,
    );
    mkdirSync(join(folder, 'is.npy'));
    await expect(createVectorFile(join(folder, 'is.npy'), npyFormat, 2)).rejects.toThrow(
      'there is a folder of this name. Choose another name.',
    );
    expect(readdirSync(folder)).toEqual(['is.npy']);
  });
});

test('bytes are little-endian on any machine', () => {
  expect(littleEndianBytes(Float32Array.of(1)).toString('hex')).toBe('0000803f');
  // A machine of the other kind has the most significant byte first in memory.
  const there = new Float32Array(Uint8Array.of(0x3f, 0x80, 0, 0).buffer);
  expect(littleEndianBytes(there, 'BE').toString('hex')).toBe('0000803f');
  expect(Buffer.from(there.buffer).toString('hex')).toBe('3f800000');
});

/** Reads as NEP 1 says, and not as the writer does. */
function readNpyHeader(bytes: Buffer): { shape: number[]; dataStart: number } {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
  const dataStart = 10 + bytes.readUInt16LE(8);
  const text = bytes.subarray(10, dataStart).toString('latin1');
  const match =
    /^\{'descr': '<f4', 'fortran_order': False, 'shape': \((?<rows>\d+), (?<dimensions>\d+)\), \} *\n$/u.exec(
      text,
    );
  return { shape: [Number(match?.groups?.['rows']), Number(match?.groups?.['dimensions'])], dataStart };
}
