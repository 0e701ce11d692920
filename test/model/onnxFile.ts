/**
 * Tiny ONNX models written by hand, so that tests need neither Python nor binary fixtures. Only the few
 * messages of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that a graph of one or two
 * nodes takes; the numbers are that file's field numbers.
 */

/** `TensorProto.DataType` of onnx.proto. */
const dataTypes = { float: 1, int32: 6, int64: 7 } as const;

export interface TensorDescription {
  readonly name: string;
  readonly type: keyof typeof dataTypes;
  /** Sizes; a string is a size that is known only when the model runs. */
  readonly shape: readonly (number | string)[];
}

interface NodeDescription {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly integerAttributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface ModelDescription {
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  readonly nodes: readonly NodeDescription[];
  /** A float matrix `embeddings` of this shape; row `i` holds a few numbers that differ from other rows'. */
  readonly embeddings: readonly [rows: number, columns: number];
}

/** The bytes of an `.onnx` file. */
export function formatOnnxModel({ inputs, outputs, nodes, embeddings }: ModelDescription): Uint8Array {
  const graph = [
    ...nodes.map((node) => bytesField(1, formatNode(node))),
    textField(2, 'test'),
    bytesField(5, formatEmbeddings(embeddings)),
    ...inputs.map((input) => bytesField(11, formatValueInfo(input))),
    ...outputs.map((output) => bytesField(12, formatValueInfo(output))),
  ];
  const operatorSet = integerField(2, 17);
  return Buffer.concat([integerField(1, 8), bytesField(7, Buffer.concat(graph)), bytesField(8, operatorSet)]);
}

const ids: TensorDescription = { name: 'input_ids', type: 'int64', shape: ['batch', 'sequence'] };
const mask: TensorDescription = { ...ids, name: 'attention_mask' };

/** An encoder that looks each token up in a table and does nothing else: `[batch, sequence, dimensions]`. */
export function describeLookupModel(vocabularySize: number, dimensions: number): ModelDescription {
  return {
    inputs: [ids, mask],
    outputs: [{ name: 'last_hidden_state', type: 'float', shape: ['batch', 'sequence', dimensions] }],
    nodes: [{ operator: 'Gather', inputs: ['embeddings', 'input_ids'], outputs: ['last_hidden_state'] }],
    embeddings: [vocabularySize, dimensions],
  };
}

function formatNode({ operator, inputs, outputs, integerAttributes = {} }: NodeDescription): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, operator),
    ...Object.entries(integerAttributes).map(([name, value]) => bytesField(5, formatAttribute(name, value))),
  ]);
}

/** `AttributeProto` of type INT or INTS. */
function formatAttribute(name: string, value: number | readonly number[]): Buffer {
  const fields =
    typeof value === 'number'
      ? [integerField(3, value), integerField(20, 2)]
      : [...value.map((each) => integerField(8, each)), integerField(20, 7)];
  return Buffer.concat([textField(1, name), ...fields]);
}

function formatEmbeddings([rows, columns]: readonly [number, number]): Buffer {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => ((i * 31) % 101) / 100 - 0.5);
  return Buffer.concat([
    integerField(1, rows),
    integerField(1, columns),
    integerField(2, dataTypes.float),
    textField(8, 'embeddings'),
    bytesField(9, Buffer.from(values.buffer)),
  ]);
}

function formatValueInfo({ name, type, shape }: TensorDescription): Buffer {
  const sizes = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? integerField(1, size) : textField(2, size)),
  );
  const tensor = Buffer.concat([integerField(1, dataTypes[type]), bytesField(2, Buffer.concat(sizes))]);
  return Buffer.concat([textField(1, name), bytesField(2, bytesField(1, tensor))]);
}

const integerWire = 0;
const bytesWire = 2;

function integerField(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8 + integerWire), varint(value)]);
}

function bytesField(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint(field * 8 + bytesWire), varint(content.length), content]);
}

function textField(field: number, text: string): Buffer {
  return bytesField(field, Buffer.from(text));
}

/** Protocol Buffers' variable-length integer, not negative. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}
