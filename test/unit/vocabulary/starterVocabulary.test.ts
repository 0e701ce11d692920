import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAcceptedNames, readConceptTable } from '../../../scripts/conceptTable.ts';
import { checkAgainstMesh } from '../../../scripts/meshChecks.ts';
import { projectFolder } from '../../../scripts/projectFolder.ts';
import { defaultMeshFile, readMesh } from '../../../scripts/readMesh.ts';
import { checkConceptTable } from '../../../scripts/vocabularyChecks.ts';
import type { ImportProblem } from '../../../src/core/vocabulary/importProblem.ts';
import { normalizeName } from '../../../src/core/vocabulary/normalizeName.ts';

const folder = join(projectFolder, 'vocabularies/starter');
const table = readConceptTable(folder);
const accepted = readAcceptedNames(folder);
const hasMesh = existsSync(defaultMeshFile);

function lines(problems: readonly ImportProblem[]): string[] {
  return problems.map(({ line, message }) => `${line}: ${message}`);
}

/** Identifiers of all concepts that have the name, spelled out or as an abbreviation. */
function conceptsNamed(name: string): string[] {
  return table.rows
    .filter(({ concept }) =>
      [concept.preferredName, ...concept.synonyms.map((synonym) => synonym.name)].some(
        (other) => normalizeName(other) === normalizeName(name),
      ),
    )
    .map(({ concept }) => concept.curie);
}

describe('the starter vocabulary', () => {
  it('has no problems of its own', () => {
    expect(lines(checkConceptTable(table))).toEqual([]);
  });

  it.skipIf(!hasMesh)(
    hasMesh
      ? 'agrees with MeSH 2024'
      : 'agrees with MeSH 2024 (skipped: ../shared/data/mesh-desc is not on this machine)',
    () => {
      const mesh = readMesh(defaultMeshFile);
      expect(mesh && lines(checkAgainstMesh(table, mesh, accepted))).toEqual([]);
    },
    // 264,000 names are read.
    60_000,
  );

  it('says why each accepted difference from MeSH is right', () => {
    expect(accepted.names.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it.each([
    ['heart attack', 'MESH:D009203'],
    ['MI', 'MESH:D009203'],
    ['T2DM', 'MESH:D003924'],
    ['type 2 diabetes', 'MESH:D003924'],
    ['SOB', 'MESH:D004417'],
    ['shortness of breath', 'MESH:D004417'],
    ['HTN', 'MESH:D006973'],
    ['high blood pressure', 'MESH:D006973'],
    ['Tylenol', 'MESH:D000082'],
    ['blood pressure', 'MESH:D001794'],
  ])('knows "%s" as %s alone', (name, curie) => {
    expect(conceptsNamed(name)).toEqual([curie]);
  });

  it('leaves open which concept "MS" means', () => {
    expect(conceptsNamed('MS')).toEqual(expect.arrayContaining(['MESH:D009103', 'MESH:D008946']));
  });

  it.each(['falls', 'screening', 'drainage', 'gall', 'spit'])(
    'has no concept for the everyday word "%s"',
    (word) => {
      expect(conceptsNamed(word)).toEqual([]);
    },
  );
});

describe('checkConceptTable', () => {
  const [first] = table.rows;
  const concept = {
    curie: 'MESH:D1',
    preferredName: 'Heart Attack',
    synonyms: [],
    semanticTypes: ['Disorder'],
    definition: 'Death of heart muscle from lack of blood.',
  };

  it.each([
    ['a short definition', { definition: 'Too short.' }, 'the definition has 2 words'],
    [
      'a definition without a full stop',
      { definition: 'Death of heart muscle from lack of blood' },
      'full stop',
    ],
    ['an unknown semantic type', { semanticTypes: ['Thing'] }, '"Thing" is no semantic type'],
    [
      'a name twice',
      { synonyms: [{ name: 'heart-attack', scope: 'exact' as const, abbreviation: false }] },
      '"heart-attack" stands in the row twice',
    ],
    [
      "another concept's name",
      {
        synonyms: [
          { name: first?.concept.preferredName ?? '', scope: 'exact' as const, abbreviation: false },
        ],
      },
      'is also a name of',
    ],
    [
      'an everyday word',
      { synonyms: [{ name: 'condition', scope: 'exact' as const, abbreviation: false }] },
      'everyday word',
    ],
    [
      'an abbreviation among the synonyms',
      { synonyms: [{ name: 'XYZ', scope: 'exact' as const, abbreviation: false }] },
      'belongs among the abbreviations',
    ],
  ])('reports %s with its line', (_, change, message) => {
    const bad = { ...table, rows: [...table.rows, { concept: { ...concept, ...change }, line: 9_999 }] };
    const problems = checkConceptTable(bad);
    expect(problems).not.toEqual([]);
    expect(problems.every(({ line }) => line === 9_999)).toBe(true);
    expect(lines(problems).join('\n')).toContain(message);
  });
});

describe('checkAgainstMesh', () => {
  const names = { D1: ['Myocardial Infarction', 'Infarction, Myocardial'], D2: ['Cold Temperature', 'Cold'] };
  const key = (name: string): string => normalizeName(name).split(' ').sort().join(' ');
  const mesh = {
    namesOf: new Map(Object.entries(names).map(([ui, own]) => [ui, new Set(own.map(key))])),
    descriptorsOf: new Map(
      Object.entries(names).flatMap(([ui, own]) => own.map((name) => [key(name), [ui]])),
    ),
    headingOf: new Map(Object.entries(names).map(([ui, [heading = '']]) => [ui, heading])),
  };
  const check = (curie: string, preferredName: string, acceptedName?: string): string[] =>
    lines(
      checkAgainstMesh(
        {
          file: 'f',
          rows: [{ concept: { curie, preferredName, synonyms: [], semanticTypes: [] }, line: 2 }],
          problems: [],
        },
        mesh,
        { file: 'a', names: acceptedName ? [{ curie, name: acceptedName, reason: 'why', line: 1 }] : [] },
      ),
    );

  it.each([
    ['the heading', 'MESH:D1', 'myocardial infarction', undefined, []],
    ['another order of words', 'MESH:D1', 'Infarction Myocardial', undefined, []],
    ['an accepted name', 'MESH:D1', 'cold', 'cold', []],
  ])('takes %s', (_, curie, name, acceptedName, problems) => {
    expect(check(curie, name, acceptedName)).toEqual(problems);
  });

  it.each([
    ['an unknown descriptor', 'MESH:D3', 'cold', undefined, 'no such descriptor'],
    ['a name of another descriptor', 'MESH:D1', 'cold', undefined, '"cold" is a name of D2 Cold Temperature'],
    ['no name in common', 'MESH:D1', 'Heart Attack', undefined, "none of its names is one of MeSH's"],
    ['an exception that is not needed', 'MESH:D1', 'myocardial infarction', 'angina', 'needs no exception'],
  ])('reports %s', (_, curie, name, acceptedName, message) => {
    expect(check(curie, name, acceptedName).join('\n')).toContain(message);
  });
});
