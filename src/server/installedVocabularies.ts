import type { StoreManifest } from '../core/conceptStore/storeManifest.ts';
import {
  listVocabularyFolders,
  measureVocabularyFolder,
  type VocabularyFolder,
} from '../core/conceptStore/installedVocabularies.ts';
import { bundledVocabularies } from '../core/linking/service/vocabularyPlaces.ts';
import type { VocabularyInfo } from '../protocol/messages.ts';
import type { InstalledVocabulary } from '../protocol/vocabularyMessages.ts';
import type { Engine } from './engine.ts';

/** Every vocabulary on this machine: those in use in the order of the settings, then the others by id. */
export async function describeInstalled(
  dataFolder: string,
  { settings, status, encoderFingerprint }: Pick<Engine, 'settings' | 'status' | 'encoderFingerprint'>,
): Promise<readonly InstalledVocabulary[]> {
  const folders = await listVocabularyFolders(dataFolder);
  const isInUse = (id: string): boolean =>
    settings.vocabularies.length === 0 || settings.vocabularies.includes(id);
  const ofThisMachine = await Promise.all(
    folders.map(async (vocabulary) => ({
      ...describeManifest(vocabulary, encoderFingerprint),
      id: vocabulary.id,
      folder: vocabulary.folder,
      bundled: bundledVocabularies.includes(vocabulary.id),
      shared: false,
      inUse: isInUse(vocabulary.id),
      bytes: await measureVocabularyFolder(vocabulary.folder),
    })),
  );
  const described = [...ofThisMachine, ...describeShared(status.vocabularies, dataFolder)];
  const position = ({ id, bundled, inUse }: InstalledVocabulary): number => {
    const inSettings = settings.vocabularies.indexOf(id);
    return inUse ? (inSettings >= 0 ? inSettings : bundled ? 0 : 1) : Infinity;
  };
  return described.sort((a, b) => compare(position(a), position(b)));
}

/** Those in use that a team shares: their store is no folder of this machine. */
function describeShared(
  vocabularies: readonly VocabularyInfo[],
  dataFolder: string,
): readonly InstalledVocabulary[] {
  return vocabularies
    .filter(({ folder }) => !folder.startsWith(dataFolder))
    .map((vocabulary) => ({
      ...vocabulary,
      bundled: false,
      shared: true,
      inUse: true,
      state: 'ready',
      bytes: 0,
    }));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

type Described = Pick<
  InstalledVocabulary,
  | 'title'
  | 'version'
  | 'licence'
  | 'source'
  | 'conceptCount'
  | 'nameCount'
  | 'state'
  | 'encoder'
  | 'vectorEngine'
>;

function describeManifest(
  { id, manifest }: VocabularyFolder,
  encoderFingerprint: string | undefined,
): Described {
  if (!manifest) {
    return {
      ...{ title: id, version: '', licence: '', source: '', conceptCount: 0, nameCount: 0 },
      state: 'damaged',
    };
  }
  const { title, version, licence, source, conceptCount, nameCount, vectorEngine, encoder } = manifest;
  return {
    ...{ title, version, licence, source, conceptCount, nameCount, vectorEngine },
    state: isOutdated(manifest, encoderFingerprint) ? 'outdated' : 'ready',
    ...(encoder && { encoder: `${encoder.model}, ${encoder.precision}` }),
  };
}

function isOutdated(manifest: StoreManifest, encoderFingerprint: string | undefined): boolean {
  return encoderFingerprint !== undefined && manifest.encoderFingerprint !== encoderFingerprint;
}
