import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readAcceptedNames, readConceptTable } from './conceptTable.ts';
import { checkAgainstMesh } from './meshChecks.ts';
import { projectFolder } from './projectFolder.ts';
import { defaultMeshFile, readMesh } from './readMesh.ts';
import { abbreviationsOf, checkConceptTable, spelledOutNames } from './vocabularyChecks.ts';

// Checks the starter vocabulary, against MeSH 2024 too where that is at hand:
// `npm run check:vocabulary [-- --mesh FILE]`. Exit status 1 on problems.
const { values } = parseArgs({ options: { mesh: { type: 'string', default: defaultMeshFile } } });

const folder = join(projectFolder, 'vocabularies/starter');
const table = readConceptTable(folder);
const mesh = readMesh(values.mesh);
const problems = [
  ...checkConceptTable(table),
  ...(mesh ? checkAgainstMesh(table, mesh, readAcceptedNames(folder)) : []),
];

for (const { file, line, message } of problems) {
  process.stderr.write(`${relative(process.cwd(), file)}:${line}: ${message}\n`);
}
if (!mesh) {
  process.stdout.write(`SKIPPED: the comparison with MeSH 2024, since there is no ${values.mesh}\n`);
}
const count = (names: number[]): number => names.reduce((sum, one) => sum + one, 0);
process.stdout.write(
  `${table.rows.length} concepts, ` +
    `${count(table.rows.map(({ concept }) => spelledOutNames(concept).length))} names and ` +
    `${count(table.rows.map(({ concept }) => abbreviationsOf(concept).length))} abbreviations checked` +
    `${mesh ? ' against MeSH 2024' : ''}: ${problems.length} problems\n`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
