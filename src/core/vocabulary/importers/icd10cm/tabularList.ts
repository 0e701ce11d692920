import type { Concept, Curie, Synonym } from '../../concept.ts';
import type { ImportedRecord, SourceFile } from '../importer.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import { readElements } from '../xml/readElements.ts';
import { elementsAt, isUndecodable, textsAt, type XmlElement } from '../xml/xmlElement.ts';
import { icd10cmCurie, semanticTypeOfCode } from './icd10cmCode.ts';

export function isTabularList(head: string): boolean {
  return /<ICD10CM\.tabular[\s>]/u.test(head);
}

/** A category with all that is below it, a few hundred codes at most, is in memory at a time. */
function isWanted(name: string, parent: string | undefined): boolean {
  return (
    name === 'diag' ||
    (name === 'desc' && parent === 'chapter') ||
    (name === 'version' && parent === 'ICD10CM.tabular')
  );
}

/**
 * The Tabular List in XML (`icd10cm-tabular-2026.xml` of CMS and CDC). Seventh characters are said once for many
 * codes; the order file has those codes written out, and here they are not made.
 */
export async function* readTabularList(
  file: SourceFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportedRecord> {
  let chapter = '';
  for await (const element of readElements(file, isWanted, signal)) {
    if (element.name === 'version') {
      yield { kind: 'release', release: { version: element.text.trim() } };
    } else if (element.name === 'desc') {
      chapter = element.text.replace(/\s*\([A-Z]\d[^)]*\)\s*$/u, '').trim();
    } else if (element.name === 'diag') {
      yield* readDiagnosis(element, undefined, chapter, file);
    }
  }
}

function* readDiagnosis(
  diag: XmlElement,
  parent: Curie | undefined,
  chapter: string,
  file: SourceFile,
): Generator<ImportedRecord> {
  const { path } = file;
  const [code = ''] = textsAt(diag, ['name']);
  const [preferredName] = textsAt(diag, ['desc']);
  const curie = icd10cmCurie(code);
  if (curie === undefined) {
    yield problemAt(path, diag.line, `"${code.slice(0, 20)}" is no code of ICD-10-CM.`);
  } else if (preferredName === undefined) {
    yield problemAt(path, diag.line, `${curie} has no description.`);
  } else if (diag.children.some((child) => child.name !== 'diag' && isUndecodable(child))) {
    yield problemAt(path, diag.line, `${curie} is not written in the encoding of the file; it is left out.`);
  } else {
    const concept: Concept = {
      curie,
      preferredName,
      synonyms: readSynonyms(diag, preferredName),
      semanticTypes: [...new Set([semanticTypeOfCode(code), chapter])].filter((type) => type !== ''),
      ...(parent !== undefined && { parents: [parent] }),
    };
    yield conceptAt(concept, path, diag.line);
  }
  for (const below of elementsAt(diag, ['diag'])) {
    yield* readDiagnosis(below, curie ?? parent, chapter, file);
  }
}

/**
 * Inclusion terms "may be synonyms of the code title, or, in the case of 'other specified' codes, the terms are a
 * list of the various conditions assigned to that code"; includes notes "give examples of the content of the
 * category" (ICD-10-CM Official Guidelines, I.A.10 and 11).
 */
function readSynonyms(diag: XmlElement, preferredName: string): Synonym[] {
  const isCollection = /^other\b|\bother specified\b|\bnot elsewhere classified\b/iu.test(preferredName);
  const inclusionTerms = elementsAt(diag, ['inclusionTerm']).flatMap(readNotes);
  const includes = elementsAt(diag, ['includes']).flatMap(readNotes);
  const names = new Set([preferredName]);
  return [
    ...inclusionTerms.map((name) => ({ name, scope: isCollection ? 'narrow' : 'exact' }) as const),
    ...includes.map((name) => ({ name, scope: 'narrow' }) as const),
  ].flatMap(({ name, scope }): Synonym[] => {
    const isNew = !names.has(name);
    names.add(name);
    return isNew ? [{ name, scope, abbreviation: false }] : [];
  });
}

/** A note that ends in a colon, such as "Angiostrongyliasis due to:", goes on in each of those that follow. */
function readNotes(list: XmlElement): string[] {
  let start = '';
  return textsAt(list, ['note']).flatMap((note) => {
    if (note.endsWith(':')) {
      start = `${note.slice(0, -1)} `;
      return [];
    }
    return [start + note];
  });
}
