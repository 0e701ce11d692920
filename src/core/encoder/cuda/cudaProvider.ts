import * as z from 'zod';
import cudaProvider from '../../../../models/cudaProvider.json' with { type: 'json' };

/*
 * What `models/cudaProvider.json` states: the package that onnxruntime-node's own install script would take
 * (script/install-metadata.js of the version that is bundled; a test compares the two), and NVIDIA's oldest driver
 * for each major version of CUDA (https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/, table 2). The script's
 * third library, for TensorRT, is left out: it needs NVIDIA's TensorRT besides, which few have, and TermLens does
 * not ask for that provider.
 */
const schema = z.object({
  /** Version of the npm package `onnxruntime-node` that the libraries belong to. */
  onnxruntime: z.string(),
  /** Service index of a NuGet V3 feed. */
  feed: z.url(),
  package: z.string(),
  version: z.string(),
  maximumPackageBytes: z.number().int(),
  /** Paths inside the package, and no more bytes than they may plausibly have unpacked. */
  libraries: z.array(z.object({ path: z.string(), maximumBytes: z.number().int() })),
  minimumDrivers: z.record(z.string(), z.string()),
  /** Opened by the provider only when it meets something that needs them, so they are not in its ELF header. */
  optionalLibraries: z.array(z.string()),
});

export type CudaProviderData = z.infer<typeof schema>;

export const cudaProviderData: CudaProviderData = schema.parse(cudaProvider);

/** For a mirror, or a test's own feed. Not a setting, so that no workspace can name where native code comes from. */
export const feedVariable = 'TERMLENS_NUGET_INDEX';

export function feedAddress(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env[feedVariable] ?? cudaProviderData.feed;
}
