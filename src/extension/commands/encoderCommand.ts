import { benchmarkEncoderRequest, type EncoderBenchmark } from '../../protocol/encoderMessages.ts';
import type { Server } from '../serverConnection.ts';
import { withServerProgress } from '../serverProgress.ts';

/** What the commands about encoders and devices need. */
export interface EncoderCommandOptions {
  readonly server: Server;
  /** Shows that something is under way while `work` is. */
  readonly whileWorking: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Opens a text to read and copy. */
  readonly showReport: (title: string, text: string) => Promise<void>;
  readonly showBenchmark: (benchmark: EncoderBenchmark) => void;
}

/** The encoder on every device, measured now where `refresh` is true or there is no measurement that fits. */
export function measureEncoder(
  { server, whileWorking }: Pick<EncoderCommandOptions, 'server' | 'whileWorking'>,
  refresh: boolean,
): Promise<EncoderBenchmark> {
  return whileWorking(() =>
    withServerProgress(server, 'Measuring the encoder', (workDoneToken, cancellation) =>
      server.request(benchmarkEncoderRequest, { refresh, workDoneToken }, cancellation),
    ),
  );
}
