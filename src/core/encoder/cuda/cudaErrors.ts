import { EncoderError } from '../encoderErrors.ts';

/** ONNX Runtime's CUDA provider cannot be had or put in place; the message says what to do. */
export class CudaInstallError extends EncoderError {
  override readonly name = 'CudaInstallError';
}

/** A file is no shared library for Linux on x64, or damaged. */
export class ElfFileError extends EncoderError {
  override readonly name = 'ElfFileError';

  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
  }
}
