import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Concept, Curie } from '../src/core/vocabulary/concept.ts';
import { importConceptTable } from '../src/core/vocabulary/importConceptTable.ts';
import type { ImportProblem } from '../src/core/vocabulary/importProblem.ts';

/** A concept together with the line of the table it stands on, counted from 1. */
export interface ConceptRow {
  readonly concept: Concept;
  readonly line: number;
}

export interface ConceptTable {
  readonly file: string;
  readonly rows: readonly ConceptRow[];
  /** Rows that the importer refused: too few cells, an identifier that is none, one that stands there twice. */
  readonly problems: readonly ImportProblem[];
}

/** A name that looks wrong to a check and is right, with the reason why. */
export interface AcceptedName {
  readonly curie: Curie;
  readonly name: string;
  readonly reason: string;
  readonly line: number;
}

export interface AcceptedNames {
  readonly file: string;
  readonly names: readonly AcceptedName[];
}

export function readConceptTable(vocabularyFolder: string): ConceptTable {
  const file = join(vocabularyFolder, 'concepts.tsv');
  const text = readFileSync(file, 'utf8');
  const { concepts, problems } = importConceptTable(text, file);
  const lineOf = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const curie = line.slice(0, line.indexOf('\t')).trim();
    // Of an identifier that stands there twice the importer keeps the first.
    if (!lineOf.has(curie)) {
      lineOf.set(curie, index + 1);
    }
  });
  return {
    file,
    rows: concepts.map((concept) => ({ concept, line: lineOf.get(concept.curie) ?? 0 })),
    problems,
  };
}

/** Reads `acceptedNames.tsv`: curie, name, reason; lines that begin with `#` are comments. */
export function readAcceptedNames(vocabularyFolder: string): AcceptedNames {
  const file = join(vocabularyFolder, 'acceptedNames.tsv');
  const names = readFileSync(file, 'utf8')
    .split('\n')
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => text.trim() !== '' && !text.startsWith('#'))
    .map(({ text, line }) => {
      const [curie = '', name = '', reason = ''] = text.split('\t').map((cell) => cell.trim());
      return { curie, name, reason, line };
    });
  return { file, names };
}
