import type { KnownVocabulary } from '../../../../src/core/vocabulary/catalogue/catalogue.ts';

/** An entry of a catalogue, of devices that nobody has. */
export function createKnown(entry: Partial<KnownVocabulary> = {}): KnownVocabulary {
  return {
    id: 'devices',
    title: 'Device Ontology',
    aliases: ['dev', 'devo'],
    publisher: 'Nobody',
    homepage: 'https://example.org/',
    licence: 'CC0-1.0',
    licenceAddress: 'https://example.org/licence',
    languages: ['en'],
    format: 'obo',
    concepts: 2,
    bytes: 1_000,
    address: 'https://example.org/devices.obo',
    ...entry,
  };
}

/** One that needs an account. */
export function createBrought(id: string): KnownVocabulary {
  return createKnown({
    id,
    title: `Title of ${id}`,
    aliases: [],
    address: undefined,
    bytes: undefined,
    bring: { page: 'https://example.org/sign-in', why: 'it needs an account', file: 'codes.zip' },
  });
}
