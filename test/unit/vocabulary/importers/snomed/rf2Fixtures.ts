import { memoryFile } from '../memoryFiles.ts';
import type { SampledFile } from '../../../../../src/core/vocabulary/importers/importer.ts';

const core = '900000000000207008';
export const fullySpecified = '900000000000003001';
export const synonym = '900000000000013009';
export const definitionType = '900000000000550004';
export const preferred = '900000000000548007';
export const acceptable = '900000000000549004';
export const usEnglish = '900000000000509007';
export const gbEnglish = '900000000000508004';

/** Rows with the columns of the Release File Specification; names and identifiers are invented. */
export const conceptRow = (id: string, active = 1, time = '20300101'): string =>
  [id, time, active, core, '900000000000074008'].join('\t');

export const descriptionRow = (
  id: string,
  concept: string,
  type: string,
  term: string,
  language = 'en',
  active = 1,
): string => [id, '20300101', active, core, concept, language, type, term, '900000000000448009'].join('\t');

export const relationshipRow = (
  source: string,
  destination: string,
  type = '116680003',
  active = 1,
): string =>
  [
    '1000000021',
    '20300101',
    active,
    core,
    source,
    destination,
    0,
    type,
    '900000000000011006',
    '900000000000451002',
  ].join('\t');

export const referenceRow = (referenceSet: string, component: string, target: string, active = 1): string =>
  ['00000000-0000-0000-0000-000000000000', '20300101', active, core, referenceSet, component, target].join(
    '\t',
  );

const headers = {
  concept: 'id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId',
  description:
    'id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId',
  relationship:
    'id\teffectiveTime\tactive\tmoduleId\tsourceId\tdestinationId\trelationshipGroup\ttypeId\tcharacteristicTypeId\tmodifierId',
  reference: 'id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tacceptabilityId',
};

export function rf2Text(header: keyof typeof headers, rows: readonly string[]): string {
  return [headers[header], ...rows].map((row) => `${row}\r\n`).join('');
}

export function rf2File(path: string, header: keyof typeof headers, rows: readonly string[]): SampledFile {
  return memoryFile(path, rf2Text(header, rows), 500);
}
