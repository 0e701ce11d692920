import { measureEncoder, type EncoderCommandOptions } from './encoderCommand.ts';

/** Opens the measurements of the encoder on every device; what has not been measured yet is measured now. */
export async function benchmarkEncoder(options: EncoderCommandOptions): Promise<void> {
  options.showBenchmark(await measureEncoder(options, false));
}
