import { parse } from 'yaml';
import * as z from 'zod';
import type { ReleaseDetails } from '../importer.ts';

const text = z.string().catch('');

/** What is used of a mapping set's metadata; the rest, and what is not as specified, is passed over. */
const metadataSchema = z
  .object({
    curie_map: z.record(z.string(), z.string().catch('')).catch({}),
    mapping_set_id: text,
    mapping_set_title: text,
    mapping_set_version: text,
    license: text,
  })
  .partial();

export interface SssomMetadata {
  /** IRI prefixes by CURIE prefix. */
  readonly curieMap: ReadonlyMap<string, string>;
  readonly release: ReleaseDetails;
}

/**
 * The metadata of a mapping set, in YAML: https://mapping-commons.github.io/sssom/MappingSet/.
 *
 * @throws when it is no YAML.
 */
export function parseMetadata(yaml: string): SssomMetadata {
  // "Failsafe" leaves versions and dates the strings that they are; aliases could multiply, and nobody writes them.
  const parsed: unknown = parse(yaml, { schema: 'failsafe', maxAliasCount: 0, logLevel: 'error' });
  const metadata = metadataSchema.safeParse(parsed).data ?? {};
  const { mapping_set_id: id = '', mapping_set_version: version = '', license = '' } = metadata;
  const title = metadata.mapping_set_title ?? '';
  return {
    curieMap: new Map(Object.entries(metadata.curie_map ?? {}).filter(([, iri]) => iri !== '')),
    release: {
      ...((title !== '' || id !== '') && { title: title === '' ? id : title }),
      ...(version !== '' && { version: /\d{4}-\d\d-\d\d/u.exec(version)?.[0] ?? version }),
      ...(license !== '' && { licence: license }),
      ...(id !== '' && { source: id }),
    },
  };
}
