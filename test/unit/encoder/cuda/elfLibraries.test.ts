import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import { ElfFileError } from '../../../../src/core/encoder/cuda/cudaErrors.ts';
import { readNeededLibraries } from '../../../../src/core/encoder/cuda/elfLibraries.ts';
import { createFakeElf, type ElfChanges } from './fakeElf.ts';

let file: string;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-elf-'));
  file = join(folder, 'lib.so');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function read(bytes: Uint8Array): Promise<string[]> {
  writeFileSync(file, bytes);
  return readNeededLibraries(file);
}

test('names come in the order of the file', async () => {
  expect(await read(createFakeElf([]))).toEqual([]);
  const needed = ['libcublasLt.so.12', 'libcudart.so.12', 'libstdc++.so.6', 'ld-linux-x86-64.so.2'];
  expect(await read(createFakeElf(needed))).toEqual(needed);
});

test("ONNX Runtime's own library", async () => {
  const native = join(projectFolder, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64');
  expect(await readNeededLibraries(join(native, 'libonnxruntime.so.1'))).toEqual(
    expect.arrayContaining(['libc.so.6', 'libstdc++.so.6', 'libm.so.6']),
  );
  expect(await readNeededLibraries(join(native, 'onnxruntime_binding.node'))).toContain(
    'libonnxruntime.so.1',
  );
});

test.each<[string, ElfChanges, string]>([
  ['for ARM', { machine: 183 }, 'it is for another kind of machine'],
  ['a program', { type: 2 }, 'it is for another kind of machine, or a program'],
  ['too many program headers', { programHeaders: 60_000 }, 'its program headers make no sense'],
  ['program headers outside', { programHeaderOffset: 1n << 40n }, 'it is cut off'],
  ['an offset that no number holds', { programHeaderOffset: 1n << 63n }, 'an offset in it is too large'],
  ['no dynamic section', { withoutDynamic: true }, 'it has no dynamic section'],
  ['an endless dynamic section', { dynamicBytes: 1n << 40n }, 'its dynamic section makes no sense'],
  ['names outside of all segments', { stringTableAddress: 1n }, 'its names lie outside of it'],
  ['a name outside of the names', { nameOffset: 1n << 20n }, 'a name lies outside of its names'],
  ['a name without end', { stringTableBytes: 5n }, 'a name in it is none'],
  ['names that go on past the end', { stringTableBytes: 1n << 30n, nameOffset: 40n }, 'it is cut off'],
])('%s is refused', async (_, changes, problem) => {
  const reading = read(createFakeElf(['libcudart.so.12', 'libcudnn.so.9'], changes));
  await expect(reading).rejects.toThrow(ElfFileError);
  await expect(reading).rejects.toThrow(`${file}: the file is no whole Linux x64 library: ${problem}`);
});

test.each([
  ['nothing', Buffer.alloc(0), 'it is cut off'],
  ['text', Buffer.from('<html>Sign in</html>'.repeat(10)), 'it does not begin as one'],
  ['a name with a path', createFakeElf(['../../evil.so']), 'a name in it is none'],
  ['an empty name', createFakeElf(['']), 'a name in it is none'],
])('%s is refused', async (_, bytes, problem) => {
  await expect(read(bytes)).rejects.toThrow(problem);
});

test('whatever is damaged or cut off, it is an answer or an ElfFileError', async () => {
  const whole = createFakeElf(['libcudart.so.12', 'libcudnn.so.9', 'libc.so.6']);
  const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 4 }),
      fc.integer({ min: 0, max: whole.length }),
      async (changes, length) => {
        const damaged = Buffer.from(whole);
        changes.forEach(({ at, byte }) => {
          damaged[at] = byte;
        });
        const result = await read(damaged.subarray(0, length)).catch((error: unknown) => error);
        expect(Array.isArray(result) || result instanceof ElfFileError).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
