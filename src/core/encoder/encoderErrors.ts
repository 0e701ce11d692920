/** Base of everything that can go wrong between a model folder and a vector. */
export class EncoderError extends Error {
  override readonly name: string = 'EncoderError';
}

/** A model folder is incomplete, damaged, or of a kind TermLens cannot run. Names the file and the remedy. */
export class ModelFolderError extends EncoderError {
  override readonly name = 'ModelFolderError';
  readonly file: string;

  constructor(file: string, problem: string, remedy: string, options?: ErrorOptions) {
    super(`${file}: ${problem} ${remedy}`, options);
    this.file = file;
  }
}

/** The encoder process ended while this request was waiting; asking again starts it anew. */
export class EncoderCrashedError extends EncoderError {
  override readonly name = 'EncoderCrashedError';
}

/** The encoder process ended too often to be started again by itself. */
export class EncoderGaveUpError extends EncoderError {
  override readonly name = 'EncoderGaveUpError';
}

const errorTypes = { EncoderError, EncoderCrashedError, EncoderGaveUpError };

/** An error in the shape that crosses a process boundary. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly file?: string | undefined;
}

export function serializeError(error: unknown): SerializedError {
  if (error instanceof ModelFolderError) {
    return { name: error.name, message: error.message, file: error.file };
  }
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}

/** The error of the right class again, so that callers can tell what the user can mend. */
export function deserializeError(serialized: SerializedError): Error {
  if (serialized.name === 'ModelFolderError') {
    const error = new ModelFolderError(serialized.file ?? '', '', '');
    error.message = serialized.message;
    return error;
  }
  const ErrorType =
    Object.entries(errorTypes).find(([name]) => name === serialized.name)?.[1] ?? EncoderError;
  return new ErrorType(serialized.message);
}
