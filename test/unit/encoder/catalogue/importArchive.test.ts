import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportError } from '../../../../src/core/encoder/catalogue/catalogueErrors.ts';
import type { EncoderEntry } from '../../../../src/core/encoder/catalogue/encoderEntry.ts';
import { importModel } from '../../../../src/core/encoder/catalogue/importModel.ts';
import type { ModelProgress } from '../../../../src/core/encoder/catalogue/modelProgress.ts';
import { tar, tarGz, zip, type ArchiveEntry } from './archives.ts';
import { createHubFixture, modelFiles, weights, type HubFixture } from './hubFixture.ts';

let fixture: HubFixture;

beforeEach(async () => {
  fixture = await createHubFixture();
});

afterEach(async () => {
  await fixture.close();
});

const formats = [
  { ending: 'zip', pack: zip },
  { ending: 'tar', pack: tar },
  { ending: 'tar.gz', pack: tarGz },
];

const entries: readonly ArchiveEntry[] = Object.entries(modelFiles).map(([name, content]) => ({
  name,
  content,
}));

function bring(
  name: string,
  archive: Buffer,
  freeBytes = Infinity,
  signal?: AbortSignal,
): Promise<EncoderEntry> {
  const path = join(fixture.folder, name);
  writeFileSync(path, archive);
  const { dataFolder, installFolder } = fixture;
  return importModel(
    { path, dataFolder, installFolder, signal },
    { freeSpace: () => Promise.resolve(freeBytes) },
  );
}

/** Refused, with nothing left behind, neither where it was unpacked nor anywhere else. */
async function expectRefused(
  name: string,
  archive: Buffer,
  message: RegExp,
  freeBytes?: number,
): Promise<void> {
  const refused = bring(name, archive, freeBytes);
  await expect(refused).rejects.toThrow(ImportError);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toThrow(join(fixture.folder, name));
  expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual([]);
  expect(readdirSync(fixture.folder).sort()).toEqual(['data', 'install', name].sort());
  expect(readdirSync(fixture.dataFolder)).toEqual(['models']);
}

describe.each(formats)('a .$ending', ({ ending, pack }) => {
  it('of a model is installed', async () => {
    const entry = await bring(`encoder.${ending}`, pack(entries));
    expect(entry).toMatchObject({ id: 'encoder', state: 'installed' });
    expect(fixture.read('encoder', 'onnx/model.onnx').equals(weights.fp32)).toBe(true);
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual(['encoder']);
  });

  it('of a folder with a model in it is installed, under the folder’s name', async () => {
    const inFolder = entries.map((entry) => ({ ...entry, name: `./bio-encoder/${entry.name}` }));
    const rubbish = [
      { name: '.DS_Store', content: 'x' },
      { name: '__MACOSX/._bio-encoder', content: 'x' },
    ];
    const name =
      ending === 'zip' ? inFolder.map((entry) => ({ ...entry, name: entry.name.slice(2) })) : inFolder;
    const entry = await bring(`download (1).${ending}`, pack([...rubbish, ...name]));
    expect(entry).toMatchObject({ id: 'bio-encoder' });
  });

  it('is known by its content when its ending is lost', async () => {
    await expect(bring('encoder', pack(entries))).resolves.toMatchObject({ id: 'encoder' });
  });

  it.each([
    '../evil.json',
    'onnx/../../evil.json',
    '/tmp/termlens-evil.json',
    '..\\evil.json',
    'C:\\evil.json',
    'c:evil',
  ])('that would put a file at %s is refused', async (name) => {
    const archive = pack([...entries, { name, content: 'evil' }]);
    await expectRefused(
      `encoder.${ending}`,
      archive,
      /outside the folder it is unpacked to.*was not unpacked/u,
    );
  });

  it('with a symbolic link is refused', async () => {
    const link = {
      name: 'onnx',
      type: '2',
      mode: 0o120777,
      linkTo: '/tmp',
      content: ending === 'zip' ? '/tmp' : '',
    };
    await expectRefused(`encoder.${ending}`, pack([link, ...entries]), /it holds a link or device, "onnx"/u);
  });

  it('tells how far it is', async () => {
    const path = join(fixture.folder, `encoder.${ending}`);
    writeFileSync(path, pack(entries));
    const steps: ModelProgress[] = [];
    const { dataFolder, installFolder } = fixture;
    await importModel({ path, dataFolder, installFolder, onProgress: (step) => steps.push(step) });
    const unpacking = steps.filter(({ file }) => file === `encoder.${ending}`);
    expect(unpacking.length).toBeGreaterThan(0);
    expect(unpacking.every(({ totalBytes }) => totalBytes === statSync(path).size)).toBe(true);
    expect(unpacking.every(({ doneBytes, totalBytes }) => doneBytes <= totalBytes)).toBe(true);
  });

  it('with the same file twice is refused', async () => {
    const again = { name: 'config.json', content: 'other' };
    await expectRefused(`encoder.${ending}`, pack([...entries, again]), /cannot be unpacked \(EEXIST/u);
  });

  it('that becomes more than the disk has room for is refused', async () => {
    await expectRefused(`encoder.${ending}`, pack(entries), /more than this disk has free/u, 400_000);
  });

  it('that is truncated is refused', async () => {
    const whole = pack(entries);
    const half = whole.subarray(0, Math.floor(whole.length / 2));
    await expectRefused(`encoder.${ending}`, half, /cannot be unpacked \(.*copy it again/u);
  });

  it('with thousands of files is refused', async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => ({ name: `file-${i}` }));
    await expectRefused(`encoder.${ending}`, pack(many), /holds over 1000 files/u);
  }, 30_000);

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    const reason = new Error('enough');
    cancel.abort(reason);
    await expect(bring(`encoder.${ending}`, pack(entries), Infinity, cancel.signal)).rejects.toBe(reason);
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual([]);
  });
});

it('clears away what a process left that was killed while it unpacked, but not what another is at', async () => {
  const models = join(fixture.dataFolder, 'models');
  for (const name of ['.unpacked-oldone', '.unpacked-newone']) {
    mkdirSync(join(models, name), { recursive: true });
    writeFileSync(join(models, name, 'model.onnx'), 'half');
  }
  utimesSync(join(models, '.unpacked-oldone'), new Date(0), new Date(0));
  await bring('encoder.zip', zip(entries));
  expect(readdirSync(models).sort()).toEqual(['.unpacked-newone', 'encoder']);
});

describe('an archive that was made to do harm', () => {
  const zeros = Buffer.alloc(30_000_000);

  it('as a zip that becomes a thousand times as large is refused', async () => {
    const archive = zip([{ name: 'model.onnx', content: zeros }]);
    expect(archive.length).toBeLessThan(100_000);
    await expectRefused('bomb.zip', archive, /unpacked, it would be over 20 MB/u);
  });

  it('as a zip that says it is small is refused as well', async () => {
    const archive = zip([{ name: 'model.onnx', content: zeros, statedBytes: 1_000 }]);
    await expectRefused('bomb.zip', archive, /cannot be unpacked \(too many bytes in the stream/u);
  });

  it('as a tar that becomes a thousand times as large is refused', async () => {
    await expectRefused('bomb.tgz', gzipSync(tar([{ name: 'model.onnx', content: zeros }])), /over 20 MB/u);
  });

  it('as a tar with a hard link is refused', async () => {
    const link = { name: 'config.json', type: '1', linkTo: '/etc/passwd' };
    await expectRefused('encoder.tar', tar([link]), /it holds a link or device, "config\.json"/u);
  });

  it('as a tar with a device is refused', async () => {
    await expectRefused('encoder.tar', tar([{ name: 'config.json', type: '3' }]), /a link or device/u);
  });

  it('as an encrypted zip is refused', async () => {
    const archive = zip([{ name: 'config.json', content: '{}', encrypted: true }]);
    await expectRefused('encoder.zip', archive, /it is encrypted\. Unpack it yourself/u);
  });

  it.each([
    { what: 'text', content: Buffer.from('not an archive at all') },
    { what: 'nothing', content: Buffer.alloc(0) },
    { what: 'noise', content: Buffer.from(weights.int8) },
  ])('as $what is refused', async ({ content }) => {
    await expectRefused('encoder.zip', content, /cannot be unpacked|there is no config\.json/u);
  });
});
