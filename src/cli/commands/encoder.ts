import type { EncoderDescription, EncoderMeasurement, EncoderTrial } from '../../core/encoder/encoder.ts';
import { withEncoder, withEncoderProcess, type EncoderChoice } from '../encoderSession.ts';
import { printJson, printTable } from '../printTable.ts';
import { createProgressLine } from '../progressLine.ts';

/** `termlens encoder info`: what is loaded, and on which device it runs. */
export async function showEncoder(installFolder: string, choice: EncoderChoice): Promise<void> {
  await withEncoder(installFolder, choice, ({ encoder: { description } }) => {
    if (choice.json) {
      printJson(description);
    } else {
      printDescription(description);
    }
    return Promise.resolve();
  });
}

/** `termlens encoder bench`: every execution provider and precision there is, measured now. */
export async function benchmarkEncoder(installFolder: string, choice: EncoderChoice): Promise<void> {
  await withEncoderProcess(installFolder, choice, async (encoderProcess, signal) => {
    const progress = createProgressLine();
    try {
      const measurement = await encoderProcess.measure(signal, ({ executionProvider, precision }) => {
        progress.update(`measuring ${executionProvider}, ${precision}`);
      });
      progress.end();
      const { description } = await encoderProcess.encoder();
      const trials = measurement.trials.map((trial) => ({ ...trial, chosen: isChosen(trial, description) }));
      if (choice.json) {
        printJson({ encoder: description.modelId, ...measurement, trials });
      } else {
        printMeasurement(measurement, description);
      }
    } finally {
      progress.end();
    }
  });
}

function printDescription({ scoreCalibration, notices, measurement, ...shown }: EncoderDescription): void {
  const { slope, intercept } = scoreCalibration;
  printTable(
    ['', ''],
    [
      ...Object.entries(shown).map(([key, value]) => [key, String(value)]),
      ['scoreCalibration', `slope ${slope}, intercept ${intercept}`],
      ...notices.map((notice) => ['not used', notice]),
    ],
  );
  if (measurement) {
    process.stdout.write('\n');
    printTrials(measurement, shown);
  }
}

function printMeasurement(measurement: EncoderMeasurement, description: EncoderDescription): void {
  const { machine, onnxRuntime, nameCount } = measurement;
  process.stdout.write(
    `${description.modelTitle}, ${nameCount} names; ${machine}, ONNX Runtime ${onnxRuntime}\n\n`,
  );
  printTrials(measurement, description);
}

type Chosen = Pick<EncoderDescription, 'executionProvider' | 'precision'>;

function printTrials({ trials }: EncoderMeasurement, chosen: Chosen): void {
  printTable(
    ['Provider', 'Precision', 'Names/s', 'One name', 'Mean cosine', 'Same first', ''],
    trials.map((trial) => [
      trial.executionProvider,
      trial.precision,
      trial.namesPerSecond === undefined ? '' : trial.namesPerSecond.toFixed(0),
      trial.oneNameMs === undefined ? '' : `${trial.oneNameMs.toFixed(1)} ms`,
      trial.meanCosine === undefined ? '' : trial.meanCosine.toFixed(4),
      trial.sameFirstCandidate === undefined ? '' : `${(100 * trial.sameFirstCandidate).toFixed(1)} %`,
      isChosen(trial, chosen) ? 'chosen' : (trial.unavailable ?? ''),
    ]),
  );
}

function isChosen(trial: EncoderTrial, { executionProvider, precision }: Chosen): boolean {
  return trial.executionProvider === executionProvider && trial.precision === precision;
}
