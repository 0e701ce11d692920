import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspacePlace, type OwnPlace } from '../../../../src/core/vocabulary/own/ownPlace.ts';
import { changeOwnTable } from '../../../../src/core/vocabulary/own/ownTableFile.ts';
import { OwnTableError } from '../../../../src/core/vocabulary/own/ownTableErrors.ts';
import { readOwnVocabulary } from '../../../../src/core/vocabulary/own/readOwnVocabulary.ts';

let folder = '';
let place: OwnPlace;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-own-'));
  place = workspacePlace(folder);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const change = (edit: (text: string) => string): Promise<void> => changeOwnTable(place, folder, edit);

describe('changeOwnTable', () => {
  it('makes the file and its folder, and nothing else beside it', async () => {
    await change((text) => `${text}a\n`);
    await change((text) => `${text}b\n`);
    expect(readFileSync(place.file, 'utf8')).toBe('a\nb\n');
    expect(readdirSync(dirname(place.file))).toEqual(['concepts.tsv']);
  });

  it('writes nothing where nothing changed', async () => {
    await change((text) => text);
    expect(existsSync(place.file)).toBe(false);
  });

  it('makes its change again when another program wrote meanwhile', async () => {
    mkdirSync(dirname(place.file));
    writeFileSync(place.file, 'before\n');
    let writes = 0;
    await change((text) => {
      writes += 1;
      if (writes === 1) {
        writeFileSync(place.file, 'pulled\n');
      }
      return `${text}mine\n`;
    });
    expect(readFileSync(place.file, 'utf8')).toBe('pulled\nmine\n');
  });

  it('gives up on a file that keeps changing, and leaves it as it is', async () => {
    mkdirSync(dirname(place.file));
    let writes = 0;
    const kept = change((text) => {
      writes += 1;
      writeFileSync(place.file, `${writes}`);
      return `${text}mine\n`;
    });
    await expect(kept).rejects.toThrow(OwnTableError);
    expect(readFileSync(place.file, 'utf8')).toBe(`${writes}`);
  });

  it('leaves alone what is no UTF-8 text, and keeps the file when the change fails', async () => {
    mkdirSync(dirname(place.file));
    const bytes = Buffer.from('Erk\xe4ltung', 'latin1');
    writeFileSync(place.file, bytes);
    await expect(change((text) => `${text}mine`)).rejects.toThrow('no UTF-8');
    expect(readFileSync(place.file)).toEqual(bytes);
    writeFileSync(place.file, 'before\n');
    const failed = change(() => {
      throw new Error('no such concept');
    });
    await expect(failed).rejects.toThrow('no such concept');
    expect(readFileSync(place.file, 'utf8')).toBe('before\n');
  });

  it.skipIf(process.getuid?.() === 0)('says that a file is read-only', async () => {
    mkdirSync(dirname(place.file));
    writeFileSync(place.file, 'before\n');
    chmodSync(place.file, 0o444);
    await expect(change((text) => `${text}mine`)).rejects.toThrow(/cannot be written \(EACCES\)/u);
  });

  it('loses nothing when processes add at the same time', async () => {
    const script = join(import.meta.dirname, 'addManyConcepts.ts');
    const count = 15;
    await Promise.all(
      ['A', 'B'].map((who) => promisify(execFile)(process.execPath, [script, folder, who, String(count)])),
    );
    const { concepts, problems } = await readOwnVocabulary(place);
    expect(problems).toEqual([]);
    const expected = ['A', 'B'].flatMap((who) => Array.from({ length: count }, (_, i) => `${who} ${i}`));
    expect(concepts.map(({ preferredName }) => preferredName).sort()).toEqual(expected.sort());
    expect(concepts.at(-1)?.curie).toBe('LOCAL:0030');
  }, 60_000);
});
