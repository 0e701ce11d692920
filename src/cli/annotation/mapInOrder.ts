/**
 * Applies `work` to each item, to no more than `limit` of them at a time, and gives the results in the order of the
 * items. No more items are taken than are worked on, so that a long source need not fit into memory. What `work`
 * rejects with, the result's turn rejects with.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    // It may reject before its turn; then is soon enough to hear of it.
    result.catch(() => undefined);
    running.push(result);
    const first = running.length >= limit ? running.shift() : undefined;
    if (first !== undefined) {
      yield await first;
    }
  }
  for (const result of running) {
    yield await result;
  }
}
