/** Rows are compared with this many queries at a time: as many sums as fit into the processor's registers. */
export const queriesPerPass = 8;

/** Numbers in one of the processor's vectors. */
const lanes = 4;
const numberBytes = 4;
const pageBytes = 65_536;
/** Whose products are handed over together: they, too, should stay in the second-level cache. */
const rowsPerBlock = 1_024;

/** Memory is made for each matrix (an import), code once. */
const compiled = new WebAssembly.Module(assembleModule());

/** Hands over the products of some rows: `products[i * queriesPerPass + query]` belongs to row `firstRow + i`. */
export type ProductsOfRows = (firstRow: number, rowCount: number, products: Float32Array) => void;

/**
 * A matrix whose dot products with vectors are computed in WebAssembly, whose vector instructions need a fifth of the time
 * of a loop in JavaScript (`bench/README.md`). It lies in the module's memory, so that nothing is copied for a query.
 */
export interface DotProducts {
  readonly rowCount: number;
  /** A view of a row, shape `[dimensions]`. */
  row(index: number): Float32Array;
  /** @param vectors shape `[rows, dimensions]`, which take the place of those from `firstRow` on. */
  set(firstRow: number, vectors: Float32Array): void;
  /**
   * Hands the dot products of all rows with up to eight queries to `onBlock`, some rows at a time; `products` are valid
   * until it returns.
   * @param queries shape `[queries, dimensions]`, at most `queriesPerPass` of them; the missing ones are zeros.
   */
  forEach(queries: Float32Array, onBlock: ProductsOfRows): void;
}

/** @param matrix shape `[rows, dimensions]`, row-major; it is copied. */
export function dotProductsOf(matrix: Float32Array, dimensions: number): DotProducts {
  const products = createDotProducts(matrix.length / dimensions, dimensions);
  products.set(0, matrix);
  return products;
}

/** A matrix of zeros, to be filled. */
export function createDotProducts(rowCount: number, dimensions: number): DotProducts {
  const width = Math.ceil(dimensions / lanes) * lanes;
  const rowBytes = width * numberBytes;
  const productsStart = queriesPerPass * rowBytes;
  const rowsStart = productsStart + queriesPerPass * rowsPerBlock * numberBytes;
  const memory = new WebAssembly.Memory({
    initial: Math.ceil((rowsStart + rowCount * rowBytes) / pageBytes),
  });
  const { multiply } = new WebAssembly.Instance(compiled, { m: { memory } }).exports as {
    /** Byte offsets of rows, queries and products in the memory; `rowBytes` is a multiple of 16. */
    multiply: (rows: number, count: number, queries: number, products: number, rowBytes: number) => void;
  };
  const queryNumbers = new Float32Array(memory.buffer, 0, queriesPerPass * width);
  const products = new Float32Array(memory.buffer, productsStart, queriesPerPass * rowsPerBlock);
  const row = (index: number): Float32Array =>
    new Float32Array(memory.buffer, rowsStart + index * rowBytes, dimensions);
  return {
    rowCount,
    row,
    set(firstRow, vectors) {
      for (let i = 0; i * dimensions < vectors.length; i++) {
        row(firstRow + i).set(vectors.subarray(i * dimensions, (i + 1) * dimensions));
      }
    },
    forEach(queries, onBlock) {
      interleave(queries, dimensions, queryNumbers);
      for (let first = 0; first < rowCount; first += rowsPerBlock) {
        const count = Math.min(rowsPerBlock, rowCount - first);
        multiply(rowsStart + first * rowBytes, count, 0, productsStart, rowBytes);
        onBlock(first, count, products);
      }
    },
  };
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
    ...section(2, 1, ...name('m'), ...name('memory'), 2, 0, 0), // imports a memory of any size
    ...section(3, 1, 0),
    ...section(7, 1, ...name('multiply'), 0, 0),
    ...section(10, 1, ...unsigned(body.length), ...body),
  ]);
}

/** LEB128: seven bits a byte, least significant first. */
function unsigned(number: number): number[] {
  return number < 128 ? [number] : [(number & 127) | 128, ...unsigned(number >>> 7)];
}
