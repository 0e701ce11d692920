/** Rows are compared with this many queries at a time: as many sums as fit into the processor's registers. */
export const queriesPerPass = 8;

/** Numbers in one of the processor's vectors. */
const lanes = 4;
const numberBytes = 4;
const pageBytes = 65_536;
/** Rows are copied here block by block; a block should stay in the second-level cache. */
const memoryPages = 16;
const memoryNumbers = (memoryPages * pageBytes) / numberBytes;

/**
 * Dot products in WebAssembly, whose vector instructions need a fifth of the time of a loop in JavaScript
 * (`bench/README.md`). Everything is passed through the module's memory, so calls may not overlap; they are
 * synchronous and cannot.
 */
const { memory, multiply } = new WebAssembly.Instance(new WebAssembly.Module(assembleModule())).exports as {
  memory: WebAssembly.Memory;
  /** Byte offsets of rows, queries and products in the memory; `rowBytes` is a multiple of 16. */
  multiply: (rows: number, rowCount: number, queries: number, products: number, rowBytes: number) => void;
};

/**
 * Hands the dot products of all rows of `matrix` with up to eight queries to `onBlock`, some rows at a time:
 * `products[i * queriesPerPass + query]` belongs to row `firstRow + i`, valid until `onBlock` returns.
 * @param matrix shape `[rows, dimensions]`, row-major.
 * @param queries shape `[queries, dimensions]`, at most `queriesPerPass` of them; the missing ones are zeros.
 */
export function forEachDotProducts(
  matrix: Float32Array,
  queries: Float32Array,
  dimensions: number,
  onBlock: (firstRow: number, rowCount: number, products: Float32Array) => void,
): void {
  const width = Math.ceil(dimensions / lanes) * lanes;
  const rowCount = matrix.length / dimensions;
  const rowsPerBlock = Math.max(
    1,
    Math.floor((memoryNumbers - queriesPerPass * width) / (queriesPerPass + width)),
  );
  const numbers = new Float32Array(memory.buffer);
  const products = numbers.subarray(queriesPerPass * width, queriesPerPass * (width + rowsPerBlock));
  const rows = numbers.subarray(queriesPerPass * (width + rowsPerBlock));
  interleave(queries, dimensions, numbers.subarray(0, queriesPerPass * width));
  for (let first = 0; first < rowCount; first += rowsPerBlock) {
    const count = Math.min(rowsPerBlock, rowCount - first);
    copyRows(matrix.subarray(first * dimensions, (first + count) * dimensions), dimensions, rows, width);
    multiply(rows.byteOffset, count, 0, products.byteOffset, width * numberBytes);
    onBlock(first, count, products);
  }
}

/** Four numbers of each query in turn, so that the module reads them one after another. */
function interleave(queries: Float32Array, dimensions: number, into: Float32Array): void {
  into.fill(0);
  for (let i = 0; i < queries.length; i++) {
    const query = Math.floor(i / dimensions);
    const k = i % dimensions;
    into[(k - (k % lanes)) * queriesPerPass + query * lanes + (k % lanes)] = queries[i] ?? 0;
  }
}

function copyRows(from: Float32Array, dimensions: number, into: Float32Array, width: number): void {
  if (width === dimensions) {
    into.set(from);
    return;
  }
  for (let row = 0; row * dimensions < from.length; row++) {
    into.set(from.subarray(row * dimensions, (row + 1) * dimensions), row * width);
    into.fill(0, row * width + dimensions, (row + 1) * width);
  }
}

/**
 * The module's bytes, in the binary format of the WebAssembly core specification 2.0 (section 5). Its function
 * keeps one vector of sums for each query:
 *
 *     while (rowCount > 0) {
 *       sums = 0; k = 0
 *       do {
 *         value = rows[k]; sums[0..7] += value * queries[8 * k][0..7]; k += 16
 *       } while (k < rowBytes)
 *       products[0..7] = the sum of each vector's four numbers
 *       rows += rowBytes; products += 32; rowCount -= 1
 *     }
 */
function assembleModule(): Uint8Array<ArrayBuffer> {
  const [i32, v128, noResult] = [0x7f, 0x7b, 0x40];
  const [rows, rowCount, queries, products, rowBytes, k, query, value, firstSum] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ];
  const each = (code: (index: number) => number[]): number[] =>
    Array.from({ length: queriesPerPass }, (_, index) => code(index)).flat();
  const get = (local: number): number[] => [0x20, local];
  const set = (local: number): number[] => [0x21, local];
  const constant = (number: number): number[] => [0x41, number];
  const [add, subtract, shiftLeft, lessThan, isZero] = [0x6a, 0x6b, 0x74, 0x49, 0x45];
  const load = (offset: number): number[] => [0xfd, 0x00, 0x04, ...unsigned(offset)];
  const [addVectors, multiplyVectors] = [
    [0xfd, ...unsigned(0xe4)],
    [0xfd, ...unsigned(0xe6)],
  ];
  const lane = (index: number, vector: number): number[] => [...get(vector), 0xfd, 0x1f, index];
  const [addNumbers, storeNumber] = [0x92, 0x38];
  const [block, loop, branch, branchIf, end] = [0x02, 0x03, 0x0c, 0x0d, 0x0b];
  const advance = (local: number, ...by: number[]): number[] => [...get(local), ...by, add, ...set(local)];

  const body = [
    ...[2, 2, i32, 1 + queriesPerPass, v128], // locals besides the parameters: k, query; value, sums
    ...[block, noResult, loop, noResult, ...get(rowCount), isZero, branchIf, 1],
    ...each((index) => [0xfd, 0x0c, ...Array<number>(16).fill(0), ...set(firstSum + index)]),
    ...[...constant(0), ...set(k), loop, noResult],
    ...[...get(rows), ...get(k), add, ...load(0), ...set(value)],
    ...[...get(queries), ...get(k), ...constant(3), shiftLeft, add, ...set(query)],
    ...each((index) => [
      ...[...get(firstSum + index), ...get(value), ...get(query), ...load(index * lanes * numberBytes)],
      ...[...multiplyVectors, ...addVectors, ...set(firstSum + index)],
    ]),
    ...[...advance(k, ...constant(16)), ...get(k), ...get(rowBytes), lessThan, branchIf, 0, end],
    ...each((index) => [
      ...[...get(products), ...lane(0, firstSum + index), ...lane(1, firstSum + index), addNumbers],
      ...[...lane(2, firstSum + index), ...lane(3, firstSum + index), addNumbers, addNumbers],
      ...[storeNumber, 2, ...unsigned(index * numberBytes)],
    ]),
    ...[...advance(rows, ...get(rowBytes)), ...advance(products, ...constant(queriesPerPass * numberBytes))],
    ...[...get(rowCount), ...constant(1), subtract, ...set(rowCount), branch, 0, end, end, end],
  ];
  const name = (text: string): number[] => [text.length, ...Buffer.from(text, 'latin1')];
  const section = (id: number, ...content: number[]): number[] => [
    id,
    ...unsigned(content.length),
    ...content,
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // "\0asm", version 1
    ...section(1, 1, 0x60, 5, i32, i32, i32, i32, i32, 0), // one type: five parameters, no result
    ...section(3, 1, 0),
    ...section(5, 1, 0, memoryPages),
    ...section(7, 2, ...name('memory'), 2, 0, ...name('multiply'), 0, 0),
    ...section(10, 1, ...unsigned(body.length), ...body),
  ]);
}

/** LEB128: seven bits a byte, least significant first. */
function unsigned(number: number): number[] {
  return number < 128 ? [number] : [(number & 127) | 128, ...unsigned(number >>> 7)];
}
