import { resolve } from 'node:path';
import type { ConceptStore } from '../core/conceptStore/conceptStore.ts';
import { defaultDataFolder } from '../core/dataFolder.ts';
import type { EncoderDescription, ExecutionProvider, Precision } from '../core/encoder/encoder.ts';
import { defaultLinkOptions, type LinkOptions } from '../core/linking/candidate.ts';
import type { Linker } from '../core/linking/linker.ts';
import { createLinkingService } from '../core/linking/linkingService.ts';

/** What `withSession` lets the user choose. */
export interface SessionOptions {
  readonly json: boolean;
  readonly encoder: string;
  readonly precision: Precision | 'auto';
  readonly provider: ExecutionProvider | 'auto';
  readonly candidates: number;
  readonly minScore?: number;
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
  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort(new Error('Interrupted.'));
  };
  process.once('SIGINT', interrupt);
  const service = createLinkingService({
    installFolder,
    dataFolder: defaultDataFolder(),
    encoder: {
      model: /[\\/]/u.test(options.encoder) ? resolve(options.encoder) : options.encoder,
      precision: options.precision,
      executionProvider: options.provider,
      idleTimeoutMs: 0,
    },
    vocabularies: [],
    onBuildProgress: reportBuild,
  });
  try {
    const { linker, stores, encoder } = await service.open();
    if (encoder.notices.length > 0) {
      process.stderr.write(
        `termlens: running on ${encoder.executionProvider} (${encoder.notices.join('; ')})\n`,
      );
    }
    const linkOptions = {
      ...defaultLinkOptions,
      candidateCount: options.candidates,
      minScore: options.minScore ?? defaultLinkOptions.minScore,
    };
    return await use({ linker, stores, encoder, linkOptions, signal: interrupted.signal });
  } finally {
    process.off('SIGINT', interrupt);
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
