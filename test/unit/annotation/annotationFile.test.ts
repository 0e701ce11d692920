import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AnnotationFileChangedError,
  AnnotationFileError,
  annotationPath,
  readAnnotationFile,
  writeAnnotationFile,
} from '../../../src/core/annotation/annotationFile.ts';

let folder = '';
let notePath = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-annotations-'));
  notePath = join(folder, 'note.txt');
  path = join(folder, 'note.ann');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('annotationPath', () => {
  it.each([
    ['a/note.txt', 'a/note.ann'],
    ['a/note.md', 'a/note.md.ann'],
    ['a.txt/note', 'a.txt/note.ann'],
    ['a/b.2.txt', 'a/b.2.ann'],
    ['a/.txt', 'a/.txt.ann'],
  ])('%s ↔ %s', (note, annotations) => {
    expect(annotationPath(note)).toBe(annotations);
  });
});

describe('readAnnotationFile', () => {
  it('has no text where there is no file', async () => {
    expect(await readAnnotationFile(notePath)).toEqual({ path });
  });

  it('keeps byte order mark and line ends', async () => {
    writeFileSync(path, '\ufeffT1\r\n');
    expect(await readAnnotationFile(notePath)).toEqual({ path, text: '\ufeffT1\r\n' });
  });

  it.each([
    {
      why: 'a folder',
      make: () => {
        mkdirSync(path);
      },
      message: /is no file\. Move or rename it/,
    },
    {
      why: 'Latin-1',
      make: () => {
        writeFileSync(path, Buffer.from([0x66, 0xfc]));
      },
      message: /no UTF-8/,
    },
    {
      why: 'binary',
      make: () => {
        writeFileSync(path, 'a\0b');
      },
      message: /no UTF-8/,
    },
    {
      why: 'too large',
      make: () => {
        writeFileSync(path, '');
        truncateSync(path, 50 * 1024 * 1024 + 1);
      },
      message: /50 MB/,
    },
  ])('refuses $why and names the file', async ({ make, message }) => {
    make();
    const size = statSync(path).size;
    const reading = readAnnotationFile(notePath);
    await expect(reading).rejects.toThrow(AnnotationFileError);
    await expect(reading).rejects.toMatchObject({
      file: path,
      message: expect.stringMatching(message) as string,
    });
    await expect(writeAnnotationFile({ path }, 'T1')).rejects.toThrow(AnnotationFileError);
    expect(statSync(path).size).toBe(size);
  });
});

describe('writeAnnotationFile', () => {
  it('writes, and goes on from what it wrote', async () => {
    const first = await writeAnnotationFile(await readAnnotationFile(notePath), '\ufeffT1\t😀\n');
    expect(readFileSync(path, 'utf8')).toBe('\ufeffT1\t😀\n');
    expect(await writeAnnotationFile(first, '')).toEqual({ path, text: '' });
    expect(readFileSync(path, 'utf8')).toBe('');
    expect(readdirSync(folder)).toEqual(['note.ann']);
  });

  it('goes on after half a surrogate pair, which UTF-8 cannot hold', async () => {
    const first = await writeAnnotationFile({ path }, 'a\ud83d');
    expect((await writeAnnotationFile(first, 'b')).text).toBe('b');
  });

  it('makes no file for no annotations, and leaves an equal file alone', async () => {
    await writeAnnotationFile({ path }, '');
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path, 'T1');
    const { ino } = statSync(path);
    await writeAnnotationFile({ path, text: 'T1' }, 'T1');
    expect(statSync(path).ino).toBe(ino);
  });

  it.each([
    { why: 'changed', read: 'T1', now: 'T2' },
    { why: 'made', read: undefined, now: 'T2' },
    { why: 'deleted', read: 'T1', now: undefined },
  ])('refuses to overwrite a file that was $why since', async ({ read, now }) => {
    if (now !== undefined) {
      writeFileSync(path, now);
    }
    const file = read === undefined ? { path } : { path, text: read };
    await expect(writeAnnotationFile(file, 'mine')).rejects.toThrow(AnnotationFileChangedError);
    expect((await readAnnotationFile(notePath)).text).toBe(now);
  });

  it('refuses to change a file in which git left two versions, but for the merged one', async () => {
    const conflicted = '<<<<<<< HEAD\nT1\n=======\nT2\n>>>>>>> theirs\n';
    writeFileSync(path, conflicted);
    const file = await readAnnotationFile(notePath);
    await expect(writeAnnotationFile(file, `${conflicted}T3\n`)).rejects.toThrow('Merge Annotations');
    expect(readFileSync(path, 'utf8')).toBe(conflicted);
    await writeAnnotationFile(file, 'T1\nT2\n');
    expect(readFileSync(path, 'utf8')).toBe('T1\nT2\n');
  });

  it('writes through a symbolic link and keeps the mode', async () => {
    const target = join(folder, 'real.ann');
    writeFileSync(target, 'T1');
    chmodSync(target, 0o640);
    symlinkSync(target, path);
    await writeAnnotationFile({ path, text: 'T1' }, 'T2');
    expect(readFileSync(target, 'utf8')).toBe('T2');
    expect(statSync(target).mode & 0o777).toBe(0o640);
  });

  it('says so where the folder is not there', async () => {
    const missing = join(folder, 'gone', 'note.ann');
    await expect(writeAnnotationFile({ path: missing }, 'T1')).rejects.toThrow(
      `${missing}: the annotations cannot be written (ENOENT)`,
    );
  });

  const isRoot = process.getuid?.() === 0;
  it.skipIf(isRoot || process.platform === 'win32').each(['the folder', 'the file'])(
    `says so where %s is read-only${isRoot ? ' (skipped: root may write anywhere)' : ''}`,
    async (what) => {
      writeFileSync(path, 'T1');
      chmodSync(what === 'the folder' ? folder : path, what === 'the folder' ? 0o500 : 0o400);
      const writing = writeAnnotationFile({ path, text: 'T1' }, 'T2');
      await expect(writing).rejects.toThrow(/\(EACCES\): the file or its folder is read-only/);
      chmodSync(folder, 0o700);
      expect(readFileSync(path, 'utf8')).toBe('T1');
      expect(readdirSync(folder)).toEqual(['note.ann']);
    },
  );

  // A limit on the size of files stands for a disk that fills up while the file is being written.
  it.skipIf(process.platform === 'win32')(
    'leaves the old file whole where the disk is full (limit by ulimit; not on Windows)',
    () => {
      writeFileSync(path, 'T1');
      const source = pathToFileURL(
        join(import.meta.dirname, '../../../src/core/annotation/annotationFile.ts'),
      ).href;
      const script = `
      process.on('SIGXFSZ', () => {});
      const { writeAnnotationFile } = await import(${JSON.stringify(source)});
      await writeAnnotationFile({ path: ${JSON.stringify(path)}, text: 'T1' }, 'x'.repeat(1e6)).catch((error) => { process.stdout.write(error.message); });
    `;
      const command = 'ulimit -f 8; exec "$0" --input-type=module -e "$1"';
      const { stdout } = spawnSync('/bin/sh', ['-c', command, process.execPath, script], {
        encoding: 'utf8',
      });
      expect(stdout).toContain(`${path}: the annotations cannot be written (EFBIG)`);
      expect(readFileSync(path, 'utf8')).toBe('T1');
      expect(readdirSync(folder)).toEqual(['note.ann']);
    },
  );
});
