import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VocabularyFileError, type SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import { openSource } from '../../../../src/core/vocabulary/importers/openSource.ts';
import { defaultLimits } from '../../../../src/core/vocabulary/importers/sourceLimits.ts';
import { tar, tarGz, zip } from '../../encoder/catalogue/archives.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-source-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function readText(file: SampledFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read()) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Paths and contents, the contents read twice. */
async function contentsOf(path: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const file of await openSource(path)) {
    contents[file.path] = await readText(file);
    expect(await readText(file)).toBe(contents[file.path]);
    expect(file.head).toBe(contents[file.path]?.slice(0, 65_536));
  }
  return contents;
}

/** Its 65,536th byte is the first of two. */
const long = `ab${'é0123456789\n'.repeat(20_000)}`;

describe('openSource', () => {
  it.each([
    { what: 'a plain file', name: 'a.obo', content: 'text', expected: { 'a.obo': 'text' } },
    { what: 'gzip', name: 'a.obo.gz', content: gzipSync('text'), expected: { 'a.obo': 'text' } },
    { what: 'gzip by another name', name: 'a.bin', content: gzipSync('text'), expected: { 'a.bin': 'text' } },
    {
      what: 'gzip in several members, as bgzip writes it',
      name: 'a.obo.gz',
      content: Buffer.concat([gzipSync('te'), gzipSync('xt')]),
      expected: { 'a.obo': 'text' },
    },
    {
      what: 'a zip with folders, packed files, and what macOS adds',
      name: 'a.zip',
      content: zip([
        { name: 'sub/' },
        { name: 'sub/a.tsv', content: 'first' },
        { name: 'b.tsv.gz', content: gzipSync('second') },
        { name: '__MACOSX/sub/._a.tsv', content: 'x' },
        { name: '.DS_Store', content: 'x' },
      ]),
      expected: { 'sub/a.tsv': 'first', 'b.tsv': 'second' },
    },
    {
      what: 'a tar',
      name: 'a.tar',
      content: tar([
        { name: 'sub/', type: '5' },
        { name: './sub/a.tsv', content: 'first' },
        { name: 'link', type: '2', linkTo: '/etc/passwd' },
        { name: 'b.tsv', content: 'second' },
      ]),
      expected: { 'sub/a.tsv': 'first', 'b.tsv': 'second' },
    },
    {
      what: 'a packed tar by another name',
      name: 'download',
      content: tarGz([{ name: 'a.tsv', content: 'first' }]),
      expected: { 'a.tsv': 'first' },
    },
  ])('reads $what', async ({ name, content, expected }) => {
    expect(await contentsOf(write(name, content))).toEqual(expected);
  });

  it('samples the first 64 KiB, and cuts no character in two', async () => {
    for (const path of [
      write('a.txt', long),
      write('b.gz', gzipSync(long)),
      write('c.zip', zip([{ name: 'c', content: long }])),
      write('d.tgz', tarGz([{ name: 'd', content: long }])),
    ]) {
      const [file] = await openSource(path);
      expect(long.startsWith(file?.head ?? '-')).toBe(true);
      expect(Buffer.byteLength(file?.head ?? '')).toBeGreaterThan(65_530);
      expect(await readText(file as SampledFile)).toBe(long);
    }
  });

  it('samples UTF-16 by its byte order mark', async () => {
    const [file] = await openSource(write('a.tsv', Buffer.from('\uFEFFid\tname', 'utf16le')));
    expect(file?.head).toBe('id\tname');
  });

  it('reads a folder with its folders, in order, without hidden files and links', async () => {
    write('release/b/c.tsv', 'c');
    write('release/a.tsv', 'a');
    write('release/.hidden', 'x');
    write('release/.git/config', 'x');
    write('secret.tsv', 'x');
    symlinkSync(join(folder, 'secret.tsv'), join(folder, 'release', 'd.tsv'));
    symlinkSync(folder, join(folder, 'release', 'e'));
    expect(await contentsOf(join(folder, 'release'))).toEqual({ 'a.tsv': 'a', 'b/c.tsv': 'c' });
  });

  it.each([
    { what: 'an empty file', name: 'a.obo', content: '', message: /a\.obo: the file is empty/ },
    {
      what: 'a login page',
      name: 'a.obo',
      content: '\n<!DOCTYPE html>\n<html><body>Log in',
      message: /a\.obo: it is a web page and no vocabulary/,
    },
    { what: 'xz', name: 'a.obo', content: Buffer.from('fd377a585a0000', 'hex'), message: /packed as xz/ },
    {
      what: 'an encrypted zip',
      name: 'a.zip',
      content: zip([{ name: 'a', encrypted: true }]),
      message: /encrypted/,
    },
    {
      what: 'a zip that is cut off',
      name: 'a.zip',
      content: zip([{ name: 'a', content: long }]).subarray(0, 400),
      message: /a\.zip: the archive cannot be read/,
    },
    {
      what: 'a tar that is cut off',
      name: 'a.tar',
      content: tar([{ name: 'a', content: long }]).subarray(0, 2_000),
      message: /a\.tar: the archive is cut off/,
    },
    {
      what: 'a packed tar that is cut off',
      name: 'a.tgz',
      content: tarGz([{ name: 'a', content: long }]).subarray(0, -200),
      message: /a\.tgz: the file is cut off/,
    },
    ...['../a', '/a', 'x/../../a', 'C:/a', 'x\\a'].flatMap((name) => [
      {
        what: `a zip with ${name}`,
        name: 'a.zip',
        content: zip([{ name, content: 'x' }]),
        message: /lie outside/,
      },
      {
        what: `a tar with ${name}`,
        name: 'a.tar',
        content: tar([{ name, content: 'x' }]),
        message: /lie outside/,
      },
    ]),
    { what: 'an empty zip', name: 'a.zip', content: zip([]), message: /no files in it/ },
    {
      what: 'archives in an archive',
      name: 'a.zip',
      content: zip([{ name: 'b.nlm', content: zip([{ name: 'c', content: 'x' }]) }]),
      message: /nothing but other archives in it, such as b\.nlm/,
    },
  ])('refuses $what and says so', async ({ name, content, message }) => {
    const path = write(name, content);
    await expect(openSource(path)).rejects.toThrow(VocabularyFileError);
    await expect(openSource(path)).rejects.toThrow(message);
  });

  it('tells what a folder lacks, and of a file that is not there', async () => {
    await expect(openSource(folder)).rejects.toThrow(/no files in it/);
    await expect(openSource(join(folder, 'gone.obo'))).rejects.toThrow(/gone\.obo: there is no such file/);
    write('a.txt', 'x');
    await expect(openSource(join(folder, 'a.txt', 'b'))).rejects.toThrow(VocabularyFileError);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'tells of a file that this user may not read',
    async () => {
      const path = write('a.obo', 'text');
      chmodSync(path, 0);
      await expect(openSource(path)).rejects.toThrow(/a\.obo: this user may not read it/);
    },
  );

  it('gives what stands before the end of a file that was cut off', async () => {
    const [file] = await openSource(write('a.txt.gz', gzipSync(long).subarray(0, -12)));
    const read: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of (file as SampledFile).read()) {
        read.push(chunk);
      }
    })();
    await expect(reading).rejects.toThrow(/a\.txt: the file is cut off\. Download or copy it again\./);
    expect(Buffer.concat(read).length).toBeGreaterThan(100_000);
    expect(long.startsWith(Buffer.concat(read).toString().slice(0, 100_000))).toBe(true);
  });

  it.each([
    { what: 'gzip', name: 'a.gz', content: gzipSync(Buffer.alloc(300_000)) },
    { what: 'a zip', name: 'a.zip', content: zip([{ name: 'a', content: Buffer.alloc(300_000) }]) },
    { what: 'a packed tar', name: 'a.tgz', content: tarGz([{ name: 'a', content: Buffer.alloc(300_000) }]) },
  ])('stops $what that unpacks to more than a vocabulary', async ({ name, content }) => {
    const path = write(name, content);
    const open = async (limits: Partial<typeof defaultLimits>): Promise<number> => {
      const [file] = await openSource(path, { limits: { ...defaultLimits, ...limits } });
      return (await readText(file as SampledFile)).length;
    };
    await expect(open({ maximumUnpackedBytes: 200_000 })).rejects.toThrow(/larger than any vocabulary/);
    await expect(open({ maximumRatio: 100, ratioCountsFrom: 100_000 })).rejects.toThrow(VocabularyFileError);
    expect(await open({ maximumRatio: 100, ratioCountsFrom: 400_000 })).toBe(300_000);
    expect(await open({})).toBe(300_000);
  });

  it('stops at a zip that states less than it holds', async () => {
    const path = write('a.zip', zip([{ name: 'a', content: long, statedBytes: 10 }]));
    await expect(openSource(path)).rejects.toThrow(/the archive cannot be read \(too many bytes/);
  });

  it('stops at too many files and at folders that lie too deep', async () => {
    const names = ['a', 'b', 'c'].map((name) => ({ name, content: 'x' }));
    names.forEach(({ name }) => write(`many/${name}`, 'x'));
    write('deep/1/2/3/a', 'x');
    const limits = { ...defaultLimits, maximumFiles: 2, maximumDepth: 2 };
    for (const path of [write('a.zip', zip(names)), write('a.tar', tar(names)), join(folder, 'many')]) {
      await expect(openSource(path, { limits })).rejects.toThrow(/over 2 files/);
    }
    await expect(openSource(join(folder, 'deep'), { limits })).rejects.toThrow(/more than 2 deep/);
  });

  it('stops when it is aborted, with the reason', async () => {
    const controller = new AbortController();
    const [file] = await openSource(write('a.gz', gzipSync(long)), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(readText(file as SampledFile)).rejects.toThrow('enough');
    await expect(openSource(folder, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('leaves files as they are', async () => {
    const path = write('a.gz', gzipSync('text'));
    const before = readFileSync(path);
    await contentsOf(path);
    expect(readFileSync(path)).toEqual(before);
  });
});
