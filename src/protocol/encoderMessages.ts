import { NotificationType0, RequestType, RequestType0 } from 'vscode-languageserver-protocol';

/** What a download needs to know of the client's network; whether one is allowed is a setting of the server. */
export interface NetworkSettings {
  /** Address of a proxy; without one the environment's `HTTPS_PROXY` and `NO_PROXY` count. */
  readonly proxy?: string;
  /** Value of the `Proxy-Authorization` header. */
  readonly proxyAuthorization?: string;
  /** Hosts that are reached without the proxy. */
  readonly noProxy?: readonly string[];
  /** False accepts certificates that cannot be verified. Default true. */
  readonly strictSsl?: boolean;
}

type WorkDoneToken = string | number;

/** An encoder that can be chosen: bundled, installed, or known by the catalogue and to be fetched. */
export interface EncoderInfo {
  /** Value for `termlens.encoder.model`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** `bring`: no ONNX export is published; `remedy` says how to make one and import it. */
  readonly state: 'bundled' | 'installed' | 'available' | 'bring';
  readonly remedy?: string;
  /** On the Hugging Face hub, with the revision that is or will be fetched. */
  readonly repository?: string;
  readonly revision?: string;
  readonly licence: string;
  readonly languages: readonly string[];
  readonly pooling: string;
  readonly maximumTokens: number;
  /** Those that are there, or, of one that is not installed, that can be fetched. */
  readonly precisions: readonly { readonly precision: string; readonly bytes?: number }[];
  readonly folder?: string;
  readonly selected: boolean;
}

/** Client → server: bundled, installed and known encoders. Opens no connection. */
export const encodersRequest = new RequestType0<readonly EncoderInfo[], void>('termlens/encoders');

export interface DownloadEncoderParams {
  /** An id of the catalogue, or a repository on the Hugging Face hub (`owner/name`). */
  readonly model: string;
  /** Empty for those that the catalogue recommends. */
  readonly precisions: readonly string[];
  readonly network: NetworkSettings;
  readonly workDoneToken?: WorkDoneToken;
}

/** Client → server, because the user asked for it: fetches an encoder. Progress, cancellation; resumes. */
export const downloadEncoderRequest = new RequestType<DownloadEncoderParams, EncoderInfo, void>(
  'termlens/downloadEncoder',
);

/** Client → server: installs an encoder from a folder or archive on this machine. Opens no connection. */
export const importEncoderRequest = new RequestType<
  { readonly path: string; readonly workDoneToken?: WorkDoneToken },
  EncoderInfo,
  void
>('termlens/importEncoder');

/** One execution provider with one precision, and how it did. */
export interface EncoderTrial {
  readonly executionProvider: string;
  readonly precision: string;
  /** Why it cannot be used; the figures are missing then. */
  readonly unavailable?: string | undefined;
  readonly namesPerSecond?: number | undefined;
  /** Median time of one name alone. */
  readonly oneNameMs?: number | undefined;
  /** Mean cosine similarity to the reference's vectors (the CPU's with the most exact weights). */
  readonly meanCosine?: number | undefined;
  /** Share of the fixed names whose nearest name is the reference's. */
  readonly sameFirstCandidate?: number | undefined;
  /** What runs now. */
  readonly chosen: boolean;
}

export interface EncoderBenchmark {
  readonly modelId: string;
  readonly modelTitle: string;
  /** Processor, cores, driver: what a figure cannot be compared without. */
  readonly machine: string;
  readonly onnxRuntime: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  /** How many names each rate was measured with. */
  readonly nameCount: number;
  readonly trials: readonly EncoderTrial[];
}

/**
 * Client → server: measures the encoder on every execution provider and precision there is. `refresh` false
 * answers an earlier measurement that fits this model, machine and driver. Progress and cancellation.
 */
export const benchmarkEncoderRequest = new RequestType<
  { readonly refresh: boolean; readonly workDoneToken?: WorkDoneToken },
  EncoderBenchmark,
  void
>('termlens/benchmarkEncoder');

export interface CudaPackage {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha512: string;
  /** Where its libraries go. */
  readonly folder: string;
}

export interface CudaStatus {
  /** Whether this platform can have the CUDA provider installed; `reason` says why not. */
  readonly supported: boolean;
  readonly reason?: string;
  readonly installed: boolean;
  /** Driver, CUDA and cuDNN as found, one line each; what is missing says what to do. */
  readonly report: readonly string[];
}

/** Client → server: what there is for the CUDA provider. Opens no connection. */
export const cudaStatusRequest = new RequestType0<CudaStatus, void>('termlens/cudaStatus');

/** Client → server, because the user asked for it: what would be fetched, so that it can be shown first. */
export const cudaPackageRequest = new RequestType<{ readonly network: NetworkSettings }, CudaPackage, void>(
  'termlens/cudaPackage',
);

/** Client → server, because the user asked for it: fetches that package. Progress and cancellation. */
export const installCudaRequest = new RequestType<
  {
    readonly package: CudaPackage;
    readonly network: NetworkSettings;
    readonly workDoneToken?: WorkDoneToken;
  },
  CudaStatus,
  void
>('termlens/installCuda');

/** Client → server: lines for a bug report on models, devices and folders; never text of a note. */
export const diagnosticsRequest = new RequestType0<readonly string[], void>('termlens/diagnostics');

/** Client → server: the user is about to ask something; an encoder that sleeps is brought back now. */
export const wakeNotification = new NotificationType0('termlens/wake');

/**
 * Client → server: the user chose the encoder of the settings again. If another one still serves, because the
 * vocabularies were not to be encoded again, that is offered once more.
 */
export const reloadEncoderNotification = new NotificationType0('termlens/reloadEncoder');
