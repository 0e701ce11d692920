import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  UnknownVocabularyError,
  VocabularyAddressError,
  VocabularyToBringError,
} from '../../../../src/core/vocabulary/catalogue/catalogueErrors.ts';
import { resolveVocabulary } from '../../../../src/core/vocabulary/catalogue/resolveVocabulary.ts';
import { createBrought, createKnown } from './knownVocabularies.ts';

const yearly = createKnown({
  id: 'yearly',
  title: 'Yearbook of Devices',
  aliases: [],
  address: 'https://example.org/{year}/yearly-{year}.zip',
  yearBegins: 10,
});
const catalogue = [createKnown(), yearly, createBrought('licensed')];

let folder = '';
const before = process.cwd();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-resolve-'));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

test.each(['devices', 'DEVICES', 'Device ontology', 'Dev', ' devo '])('%j is a known one', async (typed) => {
  expect(await resolveVocabulary(typed, catalogue)).toEqual({
    kind: 'address',
    urls: ['https://example.org/devices.obo'],
    known: catalogue[0],
  });
});

test('what lies there goes before what has that name', async () => {
  writeFileSync('devices', 'x');
  expect(await resolveVocabulary('devices', catalogue)).toEqual({
    kind: 'path',
    path: join(process.cwd(), 'devices'),
  });
  rmSync('devices');
});

test('an address is taken as it is, one that cannot be fetched refused', async () => {
  const url = 'https://example.org/a/b.obo?download=1';
  expect(await resolveVocabulary(url, catalogue)).toEqual({ kind: 'address', urls: [url] });
  for (const address of ['ftp://example.org/hp.obo', 'file:///etc/passwd', 'https://']) {
    await expect(resolveVocabulary(address, catalogue)).rejects.toThrow(VocabularyAddressError);
  }
});

test('- is standard input', async () => {
  expect(await resolveVocabulary('-', catalogue)).toEqual({ kind: 'standardInput' });
});

test('what looks like a path is one, so that its reader says what is wrong with it', async () => {
  expect(await resolveVocabulary('missing.obo', catalogue)).toMatchObject({ kind: 'path' });
  expect(await resolveVocabulary('sub/devices', catalogue)).toMatchObject({ kind: 'path' });
});

test.each([
  ['2026-09-30', ['2026', '2025', '2024']],
  ['2026-10-01', ['2027', '2026', '2025']],
])('on %s the years are tried from the newest on', async (today, years) => {
  expect(await resolveVocabulary('yearly', catalogue, new Date(`${today}T12:00:00`))).toMatchObject({
    urls: years.map((year) => `https://example.org/${year}/yearly-${year}.zip`),
  });
});

test('one that needs an account is refused with the page, the file and the command', async () => {
  const refused = resolveVocabulary('licensed', catalogue);
  await expect(refused).rejects.toThrow(VocabularyToBringError);
  await expect(refused).rejects.toThrow(
    /needs an account.*codes\.zip.*https:\/\/example\.org\/sign-in.*`termlens vocabulary add <file> --id licensed`/u,
  );
});

test.each([
  ['devises', 'Did you mean devices?'],
  ['ontology of devices', 'Did you mean devices'],
  ['yearbok', 'Did you mean yearly?'],
  ['licenced', 'Did you mean licensed?'],
])('%s is unknown, and near names are told', async (typed, told) => {
  await expect(resolveVocabulary(typed, catalogue)).rejects.toThrow(UnknownVocabularyError);
  await expect(resolveVocabulary(typed, catalogue)).rejects.toThrow(told);
});

test('nothing is told that is not near', async () => {
  await expect(resolveVocabulary('qqq', catalogue)).rejects.toThrow(/"qqq"\. Name a file/u);
});
