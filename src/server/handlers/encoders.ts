import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver/node';
import { listEncoders, type EncoderEntry } from '../../core/encoder/catalogue/installedModels.ts';
import { readCudaStatus } from '../../core/encoder/cuda/cudaStatus.ts';
import { precisions, type Precision } from '../../core/encoder/encoder.ts';
import type { Folders } from '../../core/encoder/encoderPlaces.ts';
import type { DownloadProgress } from '../../core/download/downloadFile.ts';
import type { NetworkOptions } from '../../core/download/network.ts';
import {
  benchmarkEncoderRequest,
  cudaPackageRequest,
  cudaStatusRequest,
  diagnosticsRequest,
  downloadEncoderRequest,
  encodersRequest,
  importEncoderRequest,
  installCudaRequest,
  reloadEncoderNotification,
  wakeNotification,
  type EncoderBenchmark,
  type EncoderInfo,
  type NetworkSettings,
} from '../../protocol/encoderMessages.ts';
import { writeDiagnostics } from '../diagnostics.ts';
import type { Engine, MeasuredEncoder } from '../engine.ts';
import { formatMegabytes, formatSeconds } from '../vocabularyProgress.ts';
import { answer, type LogBug } from './answer.ts';

interface EncoderContext {
  readonly engine: Engine;
  readonly folders: Folders;
  /** Resolves once the client's settings are known. */
  readonly configured: Promise<unknown>;
}

/*
 * What connects or unpacks is loaded when it is asked for: most servers never do, and its libraries take as long
 * to load as the whole rest.
 */
const loadDownloads = () => import('../../core/encoder/catalogue/downloadModel.ts');
const loadImports = () => import('../../core/encoder/catalogue/importModel.ts');
const loadCuda = () => import('../../core/encoder/cuda/installCuda.ts');

/** Answers the requests of `protocol/encoderMessages.ts`. */
export function registerEncoderRequests(
  connection: Connection,
  { engine, folders, configured }: EncoderContext,
  logBug: LogBug,
): void {
  const describe = (entry: EncoderEntry): EncoderInfo => ({
    ...entry,
    selected: entry.id === engine.settings.encoder.model,
  });
  /** An encoder that the settings named already, and that was not there or had other weights, is taken up. */
  const installed = (entry: EncoderEntry): EncoderInfo => {
    const info = describe(entry);
    if (info.selected) {
      engine.reload();
    }
    return info;
  };
  /** What the user forbade stays forbidden, whatever the client asks for; until that is known, all waits. */
  const allowed = async (network: NetworkSettings): Promise<NetworkOptions> => {
    await configured;
    return { ...network, offline: engine.settings.offline };
  };
  const withProgress = async <Result>(
    token: string | number | undefined,
    title: string,
    measures: 'share' | 'nothing',
    work: (progress: WorkDoneProgressReporter) => Promise<Result>,
  ): Promise<Result> => {
    const progress = connection.window.attachWorkDoneProgress(token);
    progress.begin(title, measures === 'share' ? 0 : undefined, '', true);
    try {
      return await work(progress);
    } finally {
      progress.done();
    }
  };

  const list = answer(async () => (await listEncoders(folders)).map(describe), logBug);
  connection.onRequest(encodersRequest, (token) => list(undefined, token));
  connection.onRequest(
    downloadEncoderRequest,
    answer(
      ({ model, precisions: asked, network, workDoneToken }, signal) =>
        withProgress(workDoneToken, 'Fetching the encoder', 'share', async (progress) => {
          const { downloadModel } = await loadDownloads();
          return installed(
            await downloadModel({
              ...folders,
              model,
              precisions: asked.filter(isPrecision),
              network: await allowed(network),
              signal,
              onProgress: showTransfer(progress),
            }),
          );
        }),
      logBug,
    ),
  );
  connection.onRequest(
    importEncoderRequest,
    answer(
      ({ path, workDoneToken }, signal) =>
        withProgress(workDoneToken, 'Importing the encoder', 'share', async (progress) => {
          const { importModel } = await loadImports();
          return installed(
            await importModel({ ...folders, path, signal, onProgress: showTransfer(progress) }),
          );
        }),
      logBug,
    ),
  );
  connection.onRequest(
    benchmarkEncoderRequest,
    answer(
      ({ refresh, workDoneToken }, signal) =>
        withProgress(workDoneToken, 'Measuring the encoder', 'nothing', async (progress) =>
          toBenchmark(
            await engine.measureEncoder(refresh, signal, ({ executionProvider, precision }) => {
              progress.report(`${executionProvider}, ${precision}`);
            }),
          ),
        ),
      logBug,
    ),
  );

  const cudaStatus = answer(() => readCudaStatus(folders), logBug);
  connection.onRequest(cudaStatusRequest, (token) => cudaStatus(undefined, token));
  connection.onRequest(
    cudaPackageRequest,
    answer(async ({ network }, signal) => {
      const { describeCudaPackage } = await loadCuda();
      return describeCudaPackage({ ...folders, network: await allowed(network), signal });
    }, logBug),
  );
  connection.onRequest(
    installCudaRequest,
    answer(
      ({ package: cudaPackage, network, workDoneToken }, signal) =>
        withProgress(workDoneToken, 'Installing the CUDA provider', 'share', async (progress) => {
          const { installCuda } = await loadCuda();
          const status = await installCuda({
            ...folders,
            package: cudaPackage,
            network: await allowed(network),
            signal,
            onProgress: showTransfer(progress),
          });
          // The encoder's process takes up the new libraries when it starts.
          engine.restart();
          return status;
        }),
      logBug,
    ),
  );

  const diagnostics = answer(() => writeDiagnostics(folders, engine), logBug);
  connection.onRequest(diagnosticsRequest, (token) => diagnostics(undefined, token));
  connection.onNotification(wakeNotification, () => {
    engine.wakeEncoder();
  });
  connection.onNotification(reloadEncoderNotification, () => {
    engine.reload();
  });
}

function isPrecision(value: string): value is Precision {
  return precisions.some((precision) => precision === value);
}

function showTransfer(progress: WorkDoneProgressReporter): (transfer: DownloadProgress) => void {
  return ({ doneBytes, totalBytes, bytesPerSecond, secondsLeft }) => {
    const parts = [
      totalBytes === undefined
        ? formatMegabytes(doneBytes)
        : `${formatMegabytes(doneBytes)} of ${formatMegabytes(totalBytes)}`,
      ...(bytesPerSecond > 0 ? [`${formatMegabytes(bytesPerSecond)}/s`] : []),
      ...(secondsLeft === undefined ? [] : [formatSeconds(secondsLeft)]),
    ];
    progress.report(totalBytes ? Math.floor((100 * doneBytes) / totalBytes) : 0, parts.join(', '));
  };
}

function toBenchmark({ encoder, measurement }: MeasuredEncoder): EncoderBenchmark {
  const { trials, ...conditions } = measurement;
  return {
    modelId: encoder.modelId,
    modelTitle: encoder.modelTitle,
    ...conditions,
    trials: trials.map((trial) => ({
      ...trial,
      chosen: trial.precision === encoder.precision && trial.executionProvider === encoder.executionProvider,
    })),
  };
}
