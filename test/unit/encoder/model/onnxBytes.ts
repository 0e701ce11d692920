/**
 * Just enough of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) to write models that keep
 * tensors in other files; the numbers are that file's field numbers.
 */

/** A field of variable length. */
export function field(number: number, ...content: readonly (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part)));
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

export function integerField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

/** A `TensorProto` with its data in another file. */
export function externalTensor(location: string): Buffer {
  return Buffer.concat([
    integerField(1, 4),
    integerField(2, 1),
    field(8, 'embeddings'),
    field(13, field(1, 'location'), field(2, location)),
    field(13, field(1, 'offset'), field(2, '../4096')),
    integerField(14, 1),
  ]);
}

/** A `TensorProto` with its data in the model. */
export function plainTensor(bytes: number): Buffer {
  return Buffer.concat([integerField(1, bytes / 4), integerField(2, 1), field(9, Buffer.alloc(bytes, 13))]);
}

/** A `ModelProto` with this in its graph. */
export function model(...graph: readonly Buffer[]): Buffer {
  return Buffer.concat([
    integerField(1, 8),
    field(7, field(2, 'test'), ...graph),
    field(8, integerField(2, 17)),
  ]);
}

/** A `ModelProto` whose one initializer lies in another file. */
export function modelWithExternalData(location: string): Buffer {
  return model(field(5, plainTensor(400)), field(5, externalTensor(location)));
}
