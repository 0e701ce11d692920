import type { SourceFile } from '../importer.ts';

/** The files of a Snapshot release that are read; several of a kind where editions or languages come together. */
export interface Rf2Release {
  readonly concepts: readonly SourceFile[];
  readonly descriptions: readonly SourceFile[];
  readonly textDefinitions: readonly SourceFile[];
  readonly relationships: readonly SourceFile[];
  readonly languageReferenceSets: readonly SourceFile[];
  readonly associations: readonly SourceFile[];
}

/**
 * File names by the Release File Specification, section 3.3: `sct2_Concept_Snapshot_INT_20250101.txt`; an extension
 * may put its name before "Snapshot" (`SpanishExtensionSnapshot-es`), and what begins with x is a beta release.
 */
const patterns: Readonly<Record<keyof Rf2Release, RegExp>> = {
  concepts: /^x?sct2_Concept_[A-Za-z\d]*Snapshot_/u,
  descriptions: /^x?sct2_Description_[A-Za-z\d]*Snapshot(?:-[A-Za-z-]+)?_/u,
  textDefinitions: /^x?sct2_TextDefinition_[A-Za-z\d]*Snapshot(?:-[A-Za-z-]+)?_/u,
  relationships: /^x?sct2_Relationship_[A-Za-z\d]*Snapshot_/u,
  languageReferenceSets: /^x?der2_cRefset_Language[A-Za-z\d]*Snapshot(?:-[A-Za-z-]+)?_/u,
  associations: /^x?der2_cRefset_Association[A-Za-z\d]*Snapshot_/u,
};

/** Full and Delta releases, which hold other states of the components as well. */
const otherRelease = /^x?sct2_(?:Concept|Description)_[A-Za-z\d]*(?:Full|Delta)(?:-[A-Za-z-]+)?_.*\.txt$/u;

export function findRf2Release(files: readonly SourceFile[]): Rf2Release {
  const matching = (pattern: RegExp): SourceFile[] =>
    files.filter(({ path }) => pattern.test(baseName(path)) && path.endsWith('.txt'));
  return {
    concepts: matching(patterns.concepts),
    descriptions: matching(patterns.descriptions),
    textDefinitions: matching(patterns.textDefinitions),
    relationships: matching(patterns.relationships),
    languageReferenceSets: matching(patterns.languageReferenceSets),
    associations: matching(patterns.associations),
  };
}

/** Files by which RF2 is recognized though they are not enough, so that it can be said what is missing. */
export function isOtherRf2File({ path }: SourceFile): boolean {
  return otherRelease.test(baseName(path));
}

/** The latest date in the names of the files: 20250101 → 2025-01-01. */
export function releaseDate(files: readonly SourceFile[]): string | undefined {
  const dates = files.flatMap(
    ({ path }) => /_(\d{4})(\d{2})(\d{2})\.txt$/u.exec(path)?.slice(1).join('-') ?? [],
  );
  return dates.sort().at(-1);
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
