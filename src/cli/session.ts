import type { ConceptStore } from '../core/conceptStore/conceptStore.ts';
import { defaultDataFolder } from '../core/dataFolder.ts';
import type { EncoderDescription } from '../core/encoder/encoder.ts';
import { type CandidateGenerator, defaultLinkOptions, type LinkOptions } from '../core/linking/candidate.ts';
import type { Linker } from '../core/linking/linker.ts';
import { createLinkingService } from '../core/linking/service/linkingService.ts';
import { chosenModel, tellNotices, type EncoderChoice } from './encoderSession.ts';
import { sharedStoreOf, type SharedStoreChoice } from './sharedStore.ts';
import { untilInterrupted } from './interruption.ts';

/** What `withSession` lets the user choose. */
export interface SessionOptions extends EncoderChoice, SharedStoreChoice {
  readonly candidates: number;
  readonly minScore?: number;
  /** Ids; all when left out. */
  readonly vocabularies?: readonly string[];
  readonly generators?: readonly CandidateGenerator[];
  /** Of the encoder; a thread a core when left out. */
  readonly threads?: number;
}

export interface Session {
  readonly linker: Linker;
  readonly stores: readonly ConceptStore[];
  readonly encoder: EncoderDescription;
  readonly linkOptions: LinkOptions;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Loads encoder and vocabularies, lets `use` work with them, and ends them however it ends. */
export async function withLinking<T>(
  installFolder: string,
  options: SessionOptions,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const service = createLinkingService({
    installFolder,
    dataFolder: defaultDataFolder(),
    encoder: {
      model: chosenModel(options),
      precision: options.precision,
      executionProvider: options.provider,
      threads: options.threads,
      idleTimeoutMs: 0,
    },
    vocabularies: options.vocabularies ?? [],
    sharedStore: sharedStoreOf(options),
    onBuildProgress: reportBuild,
    onNotice: (line) => {
      process.stderr.write(`termlens: ${line}\n`);
    },
  });
  try {
    return await untilInterrupted(async (signal) => {
      const { linker, stores, encoder } = await service.open();
      tellNotices(encoder);
      const linkOptions = {
        ...defaultLinkOptions,
        candidateCount: options.candidates,
        minScore: options.minScore ?? defaultLinkOptions.minScore,
        ...(options.generators && { generators: options.generators }),
      };
      return use({ linker, stores, encoder, linkOptions, signal });
    });
  } finally {
    service.dispose();
  }
}

/** One line that rewrites itself on a terminal; first and last step elsewhere. */
function reportBuild(vocabulary: string, done: number, total: number): void {
  const line = `termlens: building ${vocabulary}: ${done} of ${total} names`;
  if (process.stderr.isTTY) {
    process.stderr.write(`\r${line}${done === total ? '\n' : ''}`);
  } else if (done === total) {
    process.stderr.write(`${line}\n`);
  }
}
