import type { ImportProblem } from '../../importProblem.ts';
import type { SourceFile } from '../importer.ts';
import { componentKinds as kinds, type ComponentSort } from './componentSort.ts';
import { languageStep, preferences, type LanguagePreference } from './languagePreference.ts';
import type { Rf2Release } from './rf2Release.ts';
import { readRf2Rows, type ReportProblem, type RowLayout } from './rf2Rows.ts';
import { semanticTagOf, withoutSemanticTag } from './semanticTag.ts';

const isA = '116680003';
const fullySpecifiedName = '900000000000003001';
/** What says which concept stands for an inactive one; the others ("possibly equivalent to" …) leave it open. */
const replacements: ReadonlySet<string> = new Set([
  '900000000000526001', // REPLACED BY
  '900000000000527005', // SAME AS
]);

interface FileKind {
  readonly files: readonly SourceFile[];
  readonly layout: RowLayout;
  addRow(cells: readonly string[]): void;
}

/**
 * Puts everything that the files of a release say into the sort, and gives what is wrong with their rows. Columns
 * are those of the Release File Specification, sections 4.2 (components) and 5.2 (reference sets).
 */
export async function* readRelease(
  release: Rf2Release,
  sort: ComponentSort,
  language: LanguagePreference,
  signal?: AbortSignal,
): AsyncGenerator<ImportProblem> {
  const problems: ImportProblem[] = [];
  const report: ReportProblem = (problem) => problems.push(problem);
  // The reference sets come first, since they decide where a description stands.
  for (const { files, layout, addRow } of [
    readPreferences(release, sort, language),
    readConceptStates(release, sort),
    readDescriptions(release, sort, language),
    readDefinitions(release, sort, language),
    readParents(release, sort),
    readReplacements(release, sort),
  ]) {
    for (const file of files) {
      for await (const rows of readRf2Rows(file, layout, report, signal)) {
        rows.forEach(addRow);
        yield* problems.splice(0);
      }
    }
  }
}

function readPreferences(release: Rf2Release, sort: ComponentSort, language: LanguagePreference): FileKind {
  return {
    files: release.languageReferenceSets,
    layout: { columnCount: 7, identifiers: [5] },
    addRow([, , , , referenceSet = '', description = '', acceptability = '']) {
      const preference = language.preferenceOf(referenceSet, acceptability);
      if (preference !== undefined) {
        sort.addPreference(description, preference);
      }
    },
  };
}

function readConceptStates(release: Rf2Release, sort: ComponentSort): FileKind {
  return {
    files: release.concepts,
    layout: { columnCount: 5, identifiers: [0], withInactive: true },
    addRow: ([id = '', effectiveTime = '', active = '']) =>
      sort.add(id, kinds.status, 0, `${effectiveTime}${active === '1' ? 1 : 0}`),
  };
}

function readDescriptions(release: Rf2Release, sort: ComponentSort, language: LanguagePreference): FileKind {
  return {
    files: release.descriptions,
    layout: { columnCount: 9, identifiers: [0, 4] },
    addRow([id = '', , , , concept = '', languageCode = '', type = '', term = '']) {
      const place = language.placeOf(languageCode);
      const isFullySpecified = type === fullySpecifiedName;
      const isEnglish = languageCode === 'en';
      const tag = isFullySpecified && (isEnglish || place !== undefined) ? semanticTagOf(term) : undefined;
      if (tag !== undefined) {
        // In English, so that types are the same whatever the language of the names.
        sort.add(concept, kinds.semanticTag, isEnglish ? 0 : 1, tag);
      }
      const name = (isFullySpecified ? withoutSemanticTag(term) : term).trim();
      if (place !== undefined && name !== '') {
        const preference = isFullySpecified
          ? preferences.fullySpecified
          : (sort.preferenceOf(id) ?? preferences.unmarked);
        sort.add(concept, kinds.name, place * languageStep + preference, name);
      }
    },
  };
}

function readDefinitions(release: Rf2Release, sort: ComponentSort, language: LanguagePreference): FileKind {
  return {
    files: release.textDefinitions,
    layout: { columnCount: 9, identifiers: [4] },
    addRow([, , , , concept = '', languageCode = '', , term = '']) {
      const place = language.placeOf(languageCode);
      if (place !== undefined && term.trim() !== '') {
        sort.add(concept, kinds.definition, place, term.trim());
      }
    },
  };
}

function readParents(release: Rf2Release, sort: ComponentSort): FileKind {
  return {
    files: release.relationships,
    layout: { columnCount: 10, identifiers: [4, 5] },
    addRow([, , , , source = '', destination = '', , type = '']) {
      if (type === isA) {
        sort.add(source, kinds.parent, 0, destination);
      }
    },
  };
}

function readReplacements(release: Rf2Release, sort: ComponentSort): FileKind {
  return {
    files: release.associations,
    layout: { columnCount: 7, identifiers: [5, 6] },
    addRow([, , , , referenceSet = '', concept = '', target = '']) {
      if (replacements.has(referenceSet)) {
        sort.add(concept, kinds.replacement, 0, target);
      }
    },
  };
}
