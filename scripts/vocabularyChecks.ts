import type { Concept } from '../src/core/vocabulary/concept.ts';
import type { ImportProblem } from '../src/core/vocabulary/importProblem.ts';
import {
  clauseBorders,
  functionWords,
  generalWords,
  needsItsSpelling,
} from '../src/core/mentionDetection/functionWords.ts';
import { normalizeName } from '../src/core/vocabulary/normalizeName.ts';
import type { ConceptRow, ConceptTable } from './conceptTable.ts';

export const semanticTypes = ['Disorder', 'Finding', 'Drug', 'Procedure', 'Laboratory Test', 'Anatomy'];

const minimumConcepts = 600;
const definitionWords = { minimum: 5, maximum: 40 };
const abbreviationLetters = 10;
/** Symbols of elements in rows of laboratory results ("Na 138 K 4.1"). */
const oneLetterAbbreviations = ['K'];

/** What can be said of a concept table without any other source; see `checkAgainstMesh` for the rest. */
export function checkConceptTable(table: ConceptTable): ImportProblem[] {
  return [
    ...table.problems,
    ...checkSize(table),
    ...table.rows.flatMap((row) => checkRow(row).map(problemAt(table, row))),
    ...checkSharedNames(table),
  ];
}

export function problemAt(
  table: ConceptTable,
  { concept, line }: ConceptRow,
): (message: string) => ImportProblem {
  return (message) => ({
    file: table.file,
    line,
    message: `${concept.curie} ${concept.preferredName}: ${message}`,
  });
}

/** Preferred name and synonyms; abbreviations have rules of their own. */
export function spelledOutNames({ preferredName, synonyms }: Concept): string[] {
  return [preferredName, ...synonyms.filter(({ abbreviation }) => !abbreviation).map(({ name }) => name)];
}

export function abbreviationsOf({ synonyms }: Concept): string[] {
  return synonyms.filter(({ abbreviation }) => abbreviation).map(({ name }) => name);
}

function checkSize({ file, rows }: ConceptTable): ImportProblem[] {
  return rows.length >= minimumConcepts
    ? []
    : [{ file, line: 1, message: `${rows.length} concepts; at least ${minimumConcepts} are promised.` }];
}

function checkRow({ concept }: ConceptRow): string[] {
  return [
    ...checkDefinition(concept),
    ...checkSemanticTypes(concept),
    ...checkRepeatedNames(concept),
    ...spelledOutNames(concept).flatMap(checkSpelledOutName),
    ...spelledOutNames(concept).slice(1).flatMap(checkSynonym),
    ...abbreviationsOf(concept).flatMap(checkAbbreviation),
  ];
}

function checkDefinition({ definition = '' }: Concept): string[] {
  const words = definition.split(/\s+/u).filter(Boolean).length;
  const { minimum, maximum } = definitionWords;
  return [
    ...(words < minimum || words > maximum
      ? [`the definition has ${words} words; ${minimum} to ${maximum} are wanted.`]
      : []),
    ...(definition.endsWith('.') ? [] : ['the definition does not end in a full stop.']),
  ];
}

function checkSemanticTypes({ semanticTypes: types }: Concept): string[] {
  const unknown = types.filter((type) => !semanticTypes.includes(type));
  return [
    ...(types.length === 1 ? [] : [`${types.length} semantic types; one is wanted.`]),
    ...unknown.map((type) => `"${type}" is no semantic type of this vocabulary.`),
  ];
}

/** Spellings that differ in case, punctuation or diacritics alone are one name. */
function checkRepeatedNames(concept: Concept): string[] {
  const seen = new Set<string>();
  return [...spelledOutNames(concept), ...abbreviationsOf(concept)].flatMap((name) => {
    const normalized = normalizeName(name);
    const repeated = seen.has(normalized);
    seen.add(normalized);
    return repeated ? [`"${name}" stands in the row twice.`] : [];
  });
}

function checkSpelledOutName(name: string): string[] {
  const everyday = [functionWords, generalWords, clauseBorders].some((words) =>
    words.has(name.toLowerCase()),
  );
  return [
    ...(name === name.trim().replace(/\s+/gu, ' ') ? [] : [`"${name}" holds superfluous white space.`]),
    ...(everyday ? [`"${name}" is an everyday word of notes and would match all over them.`] : []),
  ];
}

/** A preferred name may look as it likes ("CA-125", "LASIK"). */
function checkSynonym(name: string): string[] {
  const letters = name.replace(/[^\p{L}]/gu, '');
  return [
    ...(letters.length < 3 ? [`"${name}" is too short for a name; is it an abbreviation?`] : []),
    ...(/^[\p{Lu}\d]{2,5}s?$/u.test(name) ? [`"${name}" belongs among the abbreviations.`] : []),
  ];
}

function checkAbbreviation(name: string): string[] {
  return [
    ...(/\s/u.test(name) ? [`the abbreviation "${name}" holds white space; is it a synonym?`] : []),
    ...(name.length < 2 && !oneLetterAbbreviations.includes(name)
      ? [`the abbreviation "${name}" is one letter.`]
      : []),
    ...(name.length > abbreviationLetters ? [`the abbreviation "${name}" is long; is it a synonym?`] : []),
    ...(/[\p{L}]/u.test(name) ? [] : [`the abbreviation "${name}" holds no letter.`]),
  ];
}

/**
 * A name spelled out means one concept. An abbreviation may mean several ("MS"), and it may be written like
 * another concept's name only when capitals tell them apart ("TOE", an echocardiogram).
 */
function checkSharedNames(table: ConceptTable): ImportProblem[] {
  const ownerOf = new Map<string, ConceptRow>();
  const problems: ImportProblem[] = [];
  for (const row of table.rows) {
    for (const name of spelledOutNames(row.concept)) {
      const owner = ownerOf.get(normalizeName(name));
      if (owner && owner !== row) {
        problems.push(problemAt(table, row)(`"${name}" is also a name of ${describe(owner)}.`));
      } else {
        ownerOf.set(normalizeName(name), row);
      }
    }
  }
  for (const row of table.rows) {
    for (const name of abbreviationsOf(row.concept)) {
      const owner = ownerOf.get(normalizeName(name));
      if (owner && owner !== row && !(needsItsSpelling(name) && name === name.toUpperCase())) {
        problems.push(problemAt(table, row)(`the abbreviation "${name}" is a name of ${describe(owner)}.`));
      }
    }
  }
  return problems;
}

function describe({ concept, line }: ConceptRow): string {
  return `${concept.curie} ${concept.preferredName} (line ${line})`;
}
