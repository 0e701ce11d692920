import type { ImportProblem } from '../src/core/vocabulary/importProblem.ts';
import { normalizeName } from '../src/core/vocabulary/normalizeName.ts';
import type { AcceptedName, AcceptedNames, ConceptRow, ConceptTable } from './conceptTable.ts';
import { wordKey, type MeshNames } from './readMesh.ts';
import { problemAt, spelledOutNames } from './vocabularyChecks.ts';

/**
 * Compares each row with the MeSH descriptor that its identifier names. `accepted` lists the names that are
 * right although MeSH gives them to another descriptor, and preferred names of rows that do without any of
 * MeSH's names; an entry that is not needed is a problem too.
 */
export function checkAgainstMesh(
  table: ConceptTable,
  mesh: MeshNames,
  accepted: AcceptedNames,
): ImportProblem[] {
  const used = new Set<AcceptedName>();
  const problems = table.rows.flatMap((row) =>
    checkRow(row, mesh, (name) => {
      const entry = accepted.names.find(
        (other) => other.curie === row.concept.curie && normalizeName(other.name) === normalizeName(name),
      );
      if (entry) {
        used.add(entry);
      }
      return entry !== undefined;
    }).map(problemAt(table, row)),
  );
  return [
    ...problems,
    ...accepted.names.flatMap((entry) => checkAccepted(entry, accepted.file, used.has(entry))),
  ];
}

function checkRow({ concept }: ConceptRow, mesh: MeshNames, isAccepted: (name: string) => boolean): string[] {
  const [prefix, ui = ''] = concept.curie.split(':');
  const ownKeys = mesh.namesOf.get(ui);
  if (prefix !== 'MESH' || !ownKeys) {
    return ['MeSH 2024 has no such descriptor.'];
  }
  const names = spelledOutNames(concept);
  const foreign = names.flatMap((name) => {
    const others = mesh.descriptorsOf.get(wordKey(name)) ?? [];
    return others.length === 0 || others.includes(ui) || isAccepted(name)
      ? []
      : [
          `"${name}" is a name of ${others.map((other) => `${other} ${mesh.headingOf.get(other) ?? ''}`).join(', ')}.`,
        ];
  });
  return [
    ...(names.some((name) => ownKeys.has(wordKey(name))) || isAccepted(concept.preferredName)
      ? []
      : [`none of its names is one of MeSH's for it (heading: "${mesh.headingOf.get(ui) ?? ''}").`]),
    ...foreign,
  ];
}

function checkAccepted(
  { curie, name, reason, line }: AcceptedName,
  file: string,
  used: boolean,
): ImportProblem[] {
  return [
    ...(reason === '' ? [{ file, line, message: `${curie} "${name}": the reason is missing.` }] : []),
    ...(used ? [] : [{ file, line, message: `${curie} "${name}" needs no exception; remove the line.` }]),
  ];
}
