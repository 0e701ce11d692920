import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { createFolder, runCli, type CliOutcome, type RunningCli } from './runningCli.ts';

const names = ['heart attack', 'myocardial infarction', '', 'pain'];

/** On the CPU and with the most exact weights, so that the same names have the same vectors. */
function encode(parameters: readonly string[], input: string | Uint8Array = ''): RunningCli {
  const env = { TERMLENS_HOME: inject('dataFolder') };
  return runCli(['encode', '--provider', 'cpu', '--precision', 'fp32', ...parameters], { env, input });
}

async function encodeText(
  text: string | Uint8Array,
  ...parameters: string[]
): Promise<CliOutcome & { rows: Float32Array[] }> {
  const output = join(createFolder(), 'vectors.npy');
  const outcome = await encode(['-', '--output', output, ...parameters], text).ended;
  return { ...outcome, rows: existsSync(output) ? readNpy(output) : [] };
}

/** Reads as NEP 1 says. */
function readNpy(file: string): Float32Array[] {
  const bytes = readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  const [, rows, dimensions] = /\((\d+), (\d+)\)/u.exec(bytes.toString('latin1', 10, start)) ?? [];
  expect(bytes.length).toBe(start + Number(rows) * Number(dimensions) * 4);
  return Array.from({ length: Number(rows) }, (_, row) =>
    Float32Array.from({ length: Number(dimensions) }, (__, column) =>
      bytes.readFloatLE(start + (row * Number(dimensions) + column) * 4),
    ),
  );
}

const lengthOf = (vector: Float32Array | undefined): number => Math.hypot(...(vector ?? []));

function cosine(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  return a.reduce((sum, value, d) => sum + value * (b[d] ?? NaN), 0) / lengthOf(a) / lengthOf(b);
}

describe('termlens encode', () => {
  test('a file becomes a file of vectors, and --json tells about it', async () => {
    const folder = createFolder();
    const [list, output] = [join(folder, 'names.txt'), join(folder, 'vectors.npy')];
    writeFileSync(list, `\ufeff${names.join('\r\n')}`);
    const { status, stdout } = await encode([list, '--output', output, '--json']).ended;
    expect(status).toBe(0);
    const told = JSON.parse(stdout) as { seconds: number; namesPerSecond: number };
    expect(told).toEqual({
      names: 4,
      dimensions: 384,
      output,
      length: 'raw',
      encoder: 'starter',
      precision: 'fp32',
      executionProvider: 'cpu',
      seconds: expect.any(Number) as number,
      namesPerSecond: expect.any(Number) as number,
    });
    expect(readNpy(output)).toHaveLength(4);
    expect(readdirSync(folder).sort()).toEqual(['names.txt', 'vectors.npy']);
  });

  test('row i belongs to line i, empty lines included, from standard input too', async () => {
    const { rows } = await encodeText(`${names.join('\n')}\n`, '--length', 'unit');
    expect(rows).toHaveLength(names.length);
    expect(cosine(rows[0], rows[1])).toBeGreaterThan(cosine(rows[0], rows[3]));
    for (const [row, name] of names.entries()) {
      const alone = await encodeText(`${name}\n`, '--length', 'unit');
      expect(cosine(alone.rows[0], rows[row])).toBeGreaterThan(0.9999);
    }
  });

  test('raw vectors are the default; unit ones point the same way', async () => {
    const [raw, unit] = [await encodeText('pain'), await encodeText('pain', '--length', 'unit')];
    expect(lengthOf(unit.rows[0])).toBeCloseTo(1, 5);
    expect(lengthOf(raw.rows[0])).toBeGreaterThan(2);
    expect(cosine(raw.rows[0], unit.rows[0])).toBeGreaterThan(0.99999);
  });

  test('safetensors holds the same vectors, and which encoder made them', async () => {
    const folder = createFolder();
    const output = join(folder, 'vectors.safetensors');
    const { stdout, status } = await encode(['-', '--output', output], names.join('\n')).ended;
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^\S+vectors\.safetensors: 4 names × 384 dimensions \(raw\), starter fp32 on cpu, /u,
    );
    const bytes = readFileSync(output);
    const start = 8 + Number(bytes.readBigUInt64LE());
    expect(JSON.parse(bytes.toString('utf8', 8, start))).toMatchObject({
      __metadata__: { encoder: 'starter', precision: 'fp32', pooling: 'cls', length: 'raw' },
      embeddings: { dtype: 'F32', shape: [4, 384], data_offsets: [0, 4 * 384 * 4] },
    });
    const { rows } = await encodeText(names.join('\n'));
    expect(bytes.subarray(start).equals(Buffer.concat(rows.map((row) => Buffer.from(row.buffer))))).toBe(
      true,
    );
  });

  test('5,000 names stream through, in order', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `disease ${i} of ${'the rib '.repeat(i % 4)}`);
    const { status, rows } = await encodeText(many.join('\n'));
    expect(status).toBe(0);
    expect(rows).toHaveLength(5_000);
    // Around the border of the first window.
    const some = [0, 4_095, 4_096, 4_999];
    const few = await encodeText(some.map((i) => many[i]).join('\n'));
    some.forEach((row, i) => {
      expect(cosine(few.rows[i], rows[row])).toBeGreaterThan(0.9999);
    });
  });

  test('no names make a file of no rows', async () => {
    const { status, rows } = await encodeText('');
    expect({ status, rows }).toEqual({ status: 0, rows: [] });
  });
});

describe('what goes wrong is told, and leaves no file', () => {
  test('invalid UTF-8, with its line', async () => {
    const folder = createFolder();
    writeFileSync(join(folder, 'latin1.txt'), Buffer.from('pain\ncaf\xe9\n', 'latin1'));
    const list = join(folder, 'latin1.txt');
    const { status, stdout, stderr } = await encode([list, '--output', join(folder, 'v.npy')]).ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(
      `termlens: ${list}, line 2: the line is no UTF-8 text. Save the list as UTF-8 first`,
    );
    expect(stderr).not.toMatch(/\n\s+at /u);
    expect(readdirSync(folder)).toEqual(['latin1.txt']);
  });

  test.each([
    [
      ['/nowhere/names.txt', '--output', 'v.npy'],
      1,
      '/nowhere/names.txt: the list of names cannot be read (ENOENT',
    ],
    [['-', '--output', '/nowhere/v.npy'], 1, '/nowhere/v.npy: its folder does not exist.'],
    [['-', '--output', 'v.txt'], 2, 'A name that ends in .npy or .safetensors is expected.'],
    [['-', '--output', 'v.npy', '--length', 'long'], 2, 'Allowed choices are raw, unit.'],
    [['-'], 2, "required option '--output <file>' not specified"],
    [
      ['-', '--output', 'v.npy', '--encoder', '/nowhere/model'],
      1,
      '/nowhere/model/config.json: the file is missing.',
    ],
  ])('%j', async (parameters, expected, problem) => {
    const { status, stderr } = await encode(parameters).ended;
    expect(stderr).toContain(problem);
    expect(status).toBe(expected);
    expect(existsSync('v.npy')).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends it with status 1 and leaves what was there',
    async (signal) => {
      const folder = createFolder();
      const output = join(folder, 'vectors.npy');
      writeFileSync(output, 'before');
      const many = Array.from({ length: 60_000 }, (_, i) => `unusual inflammation of rib number ${i}\n`).join(
        '',
      );
      const running = encode(['-', '--output', output], many);
      // The first line on progress: some names are encoded then.
      await running.saying('names/s');
      expect(readdirSync(folder)).toHaveLength(2);
      // Twice, as a terminal and a wrapper around the command may pass it on.
      running.child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running.child.kill(signal);
      const { status, stdout, stderr } = await running.ended;
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/termlens: Interrupted\.\n$/u);
      expect(readdirSync(folder)).toEqual(['vectors.npy']);
      expect(readFileSync(output, 'utf8')).toBe('before');
    },
  );

  test('Ctrl+C also ends it while it waits for standard input', async () => {
    const folder = createFolder();
    const env = { TERMLENS_HOME: inject('dataFolder') };
    const running = runCli(['encode', '-', '--output', join(folder, 'v.npy')], { env });
    running.child.stdin.write('pain\n');
    while (readdirSync(folder).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    running.child.kill('SIGINT');
    expect((await running.ended).stderr).toMatch(/termlens: Interrupted\.\n$/u);
    expect(readdirSync(folder)).toEqual([]);
  });
});
