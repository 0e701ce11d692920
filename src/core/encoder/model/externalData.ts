import { open } from 'node:fs/promises';
import { ModelFolderError } from '../encoderErrors.ts';
import { ProtobufError, walkProtobuf, type FieldKind } from './protobufFields.ts';

/**
 * The messages of onnx.proto that lead to tensors, by field number
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Tensors hide not only among a graph's initializers:
 * attributes of nodes hold tensors and whole graphs, and functions hold nodes.
 */
const messages: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  Model: { 7: 'Graph', 20: 'Training', 25: 'Function' },
  Training: { 1: 'Graph', 2: 'Graph' },
  Graph: { 1: 'Node', 5: 'Tensor', 15: 'SparseTensor' },
  Function: { 7: 'Node', 11: 'Attribute' },
  Node: { 5: 'Attribute' },
  Attribute: { 5: 'Tensor', 6: 'Graph', 10: 'Tensor', 11: 'Graph', 22: 'SparseTensor', 23: 'SparseTensor' },
  SparseTensor: { 1: 'Tensor', 2: 'Tensor' },
  Tensor: { 13: 'ExternalData' },
};
const entryKey = 1;
const entryValue = 2;

/**
 * The files, relative to the folder of an ONNX file, in which it keeps tensors (`TensorProto.external_data`).
 * A file that is no ONNX model has none; ONNX Runtime says what is wrong with it when it loads it.
 * @throws {ModelFolderError} when one would lie outside that folder: a model from elsewhere could have any file
 *   of this machine read.
 */
export async function findExternalData(onnxFile: string): Promise<readonly string[]> {
  const locations = await readLocations(onnxFile);
  const outside = locations.find((location) => !staysInside(location));
  if (outside !== undefined) {
    throw new ModelFolderError(
      onnxFile,
      `the model wants to read ${JSON.stringify(outside.slice(0, 200))}, which is outside its own folder.`,
      'Do not use it; get the model from a source that you trust.',
    );
  }
  return locations;
}

async function readLocations(onnxFile: string): Promise<readonly string[]> {
  const locations = new Set<string>();
  let keys: string[] = [];
  let values: string[] = [];
  const kindOf = (message: string, field: number): FieldKind => {
    if (message === 'ExternalData') {
      const texts = field === entryKey ? keys : field === entryValue ? values : undefined;
      return texts ? { text: (value) => texts.push(value) } : 'skip';
    }
    const inner = messages[message]?.[field];
    return inner === undefined ? 'skip' : { message: inner };
  };
  const onEnd = (message: string): void => {
    if (message === 'ExternalData') {
      // Readers take the last of repeated fields; whichever they take, all have been looked at.
      if (keys.includes('location')) {
        values.forEach((value) => locations.add(value));
      }
      keys = [];
      values = [];
    }
  };
  const file = await open(onnxFile, 'r');
  try {
    await walkProtobuf(file, 'Model', kindOf, onEnd);
  } catch (error) {
    if (!(error instanceof ProtobufError)) {
      throw error;
    }
    if (error.limit) {
      throw new ModelFolderError(
        onnxFile,
        `the model cannot be checked: ${error.message}.`,
        'Get the model from a source that you trust.',
        { cause: error },
      );
    }
  } finally {
    await file.close();
  }
  return [...locations];
}

/** By the rules of both POSIX and Windows, whichever this machine follows. */
function staysInside(location: string): boolean {
  return (
    location !== '' &&
    !location.includes('\0') &&
    !/^(?:[\\/]|[a-z]:)/iu.test(location) &&
    !location.split(/[\\/]/u).includes('..')
  );
}
