import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encoder } from '../encoder/encoder.ts';
import { replaceFolder } from '../replaceFolder.ts';
import type { VocabularySource } from '../vocabulary/vocabularySource.ts';
import type { ConceptStore } from './conceptStore.ts';
import type { MadeWith, StoreManifest } from './storeManifest.ts';
import { writeConceptTables, type NameRow } from './conceptTables.ts';
import { openEncodedNames } from './encodedNames.ts';
import { encodeNames, type EncodeNamesOptions, type EncodingProgress } from './encodeNames.ts';
import { openConceptStore } from './openConceptStore.ts';
import { ConceptStoreError, EncoderMismatchError } from './storeErrors.ts';
import {
  databaseFile,
  draftPrefix,
  manifestFile,
  storeFormatVersion,
  storeLayout,
  vectorFolder,
} from './storeLayout.ts';
import {
  chooseVectorEngine,
  createVectorWriter,
  orderForEngine,
  type VectorEngine,
} from './vectorEngines.ts';

export interface BuildOptions {
  readonly dataFolder: string;
  readonly encoder: Encoder;
  /** Written down in the store. */
  readonly madeWith?: MadeWith;
  /** False encodes also the names that the store has already; an interrupted build is gone on with all the same. */
  readonly reuseVectors?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: EncodingProgress;
  /** Vectors in the index so far, of all; for an engine that takes its time over it. */
  readonly onIndexProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Builds a vocabulary's store beside its final place and moves it there whole, so that a build that is
 * killed or cancelled leaves the old store as it was. Names that the old store has, or that an interrupted build
 * had encoded, are not encoded again. The caller holds the vocabulary's lock.
 */
export async function buildConceptStore(source: VocabularySource, options: BuildOptions): Promise<void> {
  const { id } = source.description;
  const { encoder, signal, onProgress, onIndexProgress } = options;
  const { vocabularies, folder, encodedNames } = storeLayout(options.dataFolder, id);
  await mkdir(vocabularies, { recursive: true });
  const draft = await mkdtemp(join(vocabularies, draftPrefix(id)));
  const encoded = openEncodedNames(encodedNames, encoder.fingerprint, encoder.dimensions);
  let previous: ConceptStore | undefined;
  try {
    const { names, conceptCount } = await writeConceptTables(
      join(draft, databaseFile),
      source.readConcepts(signal),
      signal,
    );
    const embedded = names.filter(({ abbreviation }) => !abbreviation);
    previous = (options.reuseVectors ?? true) ? await openPrevious(folder, encoder) : undefined;
    const findBefore = previous?.findVectors;
    const vectorEngine = await writeVectors(join(draft, vectorFolder), embedded, {
      encoder,
      encoded,
      findBefore,
      signal,
      onProgress,
      onIndexProgress,
    });
    const manifest: StoreManifest = {
      ...source.description,
      conceptCount,
      nameCount: names.length,
      sourceSha256: source.sourceSha256,
      encoderFingerprint: encoder.fingerprint,
      encoder: options.madeWith,
      dimensions: encoder.dimensions,
      vectorEngine,
      formatVersion: storeFormatVersion,
    };
    await writeFile(join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    // On Windows a folder with open files cannot be replaced.
    previous?.close();
    previous = undefined;
    await replaceFolder(draft, folder);
    encoded.discard();
  } finally {
    previous?.close();
    encoded.close();
    await rm(draft, { recursive: true, force: true });
  }
}

/** With the engine that suits so many names, which it returns. */
async function writeVectors(
  folder: string,
  names: readonly NameRow[],
  options: EncodeNamesOptions & Pick<BuildOptions, 'onIndexProgress'>,
): Promise<VectorEngine> {
  const engine = await chooseVectorEngine(names.length, folder);
  const ordered = orderForEngine(engine, names);
  const writer = await createVectorWriter(engine, {
    folder,
    nameIds: ordered.map(({ nameId }) => nameId),
    dimensions: options.encoder.dimensions,
    signal: options.signal,
  });
  try {
    await encodeNames(
      ordered.map(({ name }) => name),
      writer,
      options,
    );
    await writer.finish(options.onIndexProgress);
  } finally {
    await writer.close();
  }
  return engine;
}

/** The store that is replaced, if it is whole and its vectors are this encoder's. */
async function openPrevious(folder: string, { fingerprint }: Encoder): Promise<ConceptStore | undefined> {
  return openConceptStore(folder, fingerprint).catch((error: unknown) => {
    if (error instanceof ConceptStoreError || error instanceof EncoderMismatchError) {
      return undefined;
    }
    throw error;
  });
}
