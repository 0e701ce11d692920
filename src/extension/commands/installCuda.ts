import { commands, window } from 'vscode';
import {
  cudaPackageRequest,
  cudaStatusRequest,
  installCudaRequest,
  type CudaPackage,
  type CudaStatus,
} from '../../protocol/encoderMessages.ts';
import { explainOffline } from '../offline.ts';
import { withServerProgress } from '../serverProgress.ts';
import { isOffline, readNetworkSettings } from '../userSettings.ts';
import { confirmCudaDownload, formatCudaReport } from './downloadText.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';

type Options = Pick<EncoderCommandOptions, 'server' | 'whileWorking' | 'showReport'>;

/** Whether it is worth offering; the server says in the end what the platform can have. */
export const canHaveCuda = process.platform === 'linux' && process.arch === 'x64';

const showReport = 'Show Report';

/** Fetches ONNX Runtime's CUDA provider, which is too large to come with the extension. */
export async function installCuda(options: Options): Promise<void> {
  const { server } = options;
  const status = await server.request0(cudaStatusRequest);
  if (!(await isWanted(options, status))) {
    return;
  }
  if (isOffline()) {
    await explainOffline('Turn “termlens.offline” off while the CUDA provider is downloaded.');
    return;
  }
  // Its size and hash are the registry's to say, and the user is to see them first.
  const cudaPackage = await withServerProgress(
    server,
    'Asking for the CUDA provider’s package',
    (_workDoneToken, cancellation) =>
      server.request(cudaPackageRequest, { network: readNetworkSettings() }, cancellation),
  );
  if (await confirm(cudaPackage)) {
    await install(options, cudaPackage);
  }
}

async function isWanted(options: Options, status: CudaStatus): Promise<boolean> {
  const fetchAgain = 'Download Again';
  if (status.supported && !status.installed) {
    return true;
  }
  const message = status.supported
    ? 'The CUDA provider is installed already.'
    : `The CUDA provider cannot be installed here: ${status.reason ?? 'this platform has none.'}`;
  const buttons = [
    ...(status.supported ? [fetchAgain] : []),
    ...(status.report.length > 0 ? [showReport] : []),
  ];
  const chosen = await window.showInformationMessage(message, ...buttons);
  if (chosen === showReport) {
    await show(options, status);
  }
  return chosen === fetchAgain;
}

async function confirm(cudaPackage: CudaPackage): Promise<boolean> {
  const { message, detail } = confirmCudaDownload(cudaPackage);
  const download = 'Download';
  return (await window.showInformationMessage(message, { modal: true, detail }, download)) === download;
}

async function install(options: Options, cudaPackage: CudaPackage): Promise<void> {
  const { server, whileWorking } = options;
  const network = readNetworkSettings();
  const status = await whileWorking(() =>
    withServerProgress(server, 'Downloading the CUDA provider', (workDoneToken, cancellation) =>
      server.request(installCudaRequest, { package: cudaPackage, network, workDoneToken }, cancellation),
    ),
  );
  await show(options, status);
  void offerMeasuring();
}

async function offerMeasuring(): Promise<void> {
  const select = 'Select Execution Provider…';
  const chosen = await window.showInformationMessage('The CUDA provider is installed.', select);
  if (chosen === select) {
    await commands.executeCommand('termlens.selectExecutionProvider');
  }
}

function show(options: Options, status: CudaStatus): Promise<void> {
  return options.showReport('CUDA Provider', formatCudaReport(status));
}
