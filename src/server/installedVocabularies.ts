import type { StoreManifest } from '../core/conceptStore/conceptStore.ts';
import {
  listVocabularyFolders,
  measureVocabularyFolder,
  type VocabularyFolder,
} from '../core/conceptStore/installedVocabularies.ts';
import { bundledVocabularies } from '../core/linking/linkingService.ts';
import type { InstalledVocabulary } from '../protocol/vocabularyMessages.ts';
import type { Engine } from './engine.ts';

/** Every vocabulary on this machine: those in use in the order of the settings, then the others by id. */
export async function describeInstalled(
  dataFolder: string,
  { settings, encoderFingerprint }: Pick<Engine, 'settings' | 'encoderFingerprint'>,
): Promise<readonly InstalledVocabulary[]> {
  const folders = await listVocabularyFolders(dataFolder);
  const isInUse = (id: string): boolean =>
    settings.vocabularies.length === 0 || settings.vocabularies.includes(id);
  const described = await Promise.all(
    folders.map(async (vocabulary) => ({
      ...describeManifest(vocabulary, encoderFingerprint),
      id: vocabulary.id,
      folder: vocabulary.folder,
      bundled: bundledVocabularies.includes(vocabulary.id),
      inUse: isInUse(vocabulary.id),
      bytes: await measureVocabularyFolder(vocabulary.folder),
    })),
  );
  const position = ({ id, bundled, inUse }: InstalledVocabulary): number => {
    const inSettings = settings.vocabularies.indexOf(id);
    return inUse ? (inSettings >= 0 ? inSettings : bundled ? 0 : 1) : Infinity;
  };
  return described.sort((a, b) => compare(position(a), position(b)));
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
