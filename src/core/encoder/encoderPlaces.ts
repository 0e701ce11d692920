import { join } from 'node:path';
import { cudaRuntimeFolder } from './cuda/runtimeFolder.ts';

/** The folders that TermLens works with. */
export interface Folders {
  /** Holds `dist/`, `models/` and `vocabularies/`. */
  readonly installFolder: string;
  readonly dataFolder: string;
}

/** What an encoder process needs besides its model. */
export interface EncoderPlaces {
  readonly hostScript: string;
  readonly cacheFolder: string;
  /** Holds another copy of ONNX Runtime, with the CUDA provider, where that was installed. */
  readonly runtimeFolder: string | undefined;
}

export function encoderPlaces({ installFolder, dataFolder }: Folders): EncoderPlaces {
  return {
    hostScript: join(installFolder, 'dist', 'encoderHost.js'),
    cacheFolder: join(dataFolder, 'cache'),
    runtimeFolder: cudaRuntimeFolder(dataFolder, installFolder),
  };
}
