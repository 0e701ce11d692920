import { normalizeName } from '../../vocabulary/normalizeName.ts';
import type { ConceptStore } from '../conceptStore.ts';
import { EncoderMismatchError, SharedVocabularyError, StoreVersionError } from '../storeErrors.ts';
import type { Database } from './connect.ts';
import { releaseTables, schemaVersion } from './schema.ts';
import { createSharedLetters } from './sharedLetters.ts';
import { createSharedQueries } from './sharedQueries.ts';
import { createSharedVectors } from './sharedVectors.ts';
import type { SharedVocabulary } from './sharedVocabularies.ts';

/**
 * Opens a vocabulary of a shared store for reading; the connections stay the caller's. It goes on with its release
 * when a newer one takes its place.
 * @throws {EncoderMismatchError} when its vectors are not `encoderFingerprint`'s.
 * @throws {SharedVocabularyError} when its rows are not what its manifest says.
 */
export async function openSharedStore(
  database: Database,
  { manifest, release }: SharedVocabulary,
  encoderFingerprint: string,
): Promise<ConceptStore> {
  const { label } = database.address;
  if (manifest.formatVersion !== schemaVersion) {
    throw new StoreVersionError(label, manifest.formatVersion, schemaVersion);
  }
  if (manifest.encoderFingerprint !== encoderFingerprint) {
    throw new EncoderMismatchError(manifest.id, manifest.encoderFingerprint, encoderFingerprint);
  }
  const tables = releaseTables(release);
  const [counts] = await database.query<{
    concepts: number;
    names: number;
    spelled: number;
    vectors: number;
  }>(
    `SELECT (SELECT count(*)::integer FROM ${tables.concepts}) AS concepts,
       (SELECT count(*)::integer FROM ${tables.names}) AS names,
       (SELECT count(*)::integer FROM ${tables.names} WHERE NOT abbreviation) AS spelled,
       (SELECT count(*)::integer FROM ${tables.vectors}) AS vectors`,
  );
  if (counts?.names !== manifest.nameCount || counts.concepts !== manifest.conceptCount) {
    throw new SharedVocabularyError(label, manifest.id, 'concepts or names are missing');
  }
  if (counts.vectors !== counts.spelled) {
    throw new SharedVocabularyError(label, manifest.id, 'vectors are missing');
  }
  const queries = createSharedQueries(database, tables);
  const vectors = createSharedVectors(database, tables, manifest.dimensions);
  const letters = await createSharedLetters(database, tables);
  if (letters.nameCount !== manifest.nameCount) {
    throw new SharedVocabularyError(label, manifest.id, 'the letters of names are missing');
  }
  return {
    manifest,
    folder: `postgresql://${label}`,
    ...queries,
    findByLetters: letters.search,
    compareLetters: letters.compare,
    findNearest: vectors.search,
    compareVectors: vectors.compare,
    async findVectors(names) {
      const alike = await queries.findByNormalizedName(names.map(normalizeName));
      const ids = names.map((name, i) => alike[i]?.find((other) => other.name === name)?.nameId);
      const read = await vectors.read(ids.filter((nameId) => nameId !== undefined));
      return ids.map((nameId) => (nameId === undefined ? undefined : read.get(nameId)));
    },
    close: () => undefined,
  };
}
