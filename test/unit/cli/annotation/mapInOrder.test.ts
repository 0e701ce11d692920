import { describe, expect, it } from 'vitest';
import { mapInOrder } from '../../../../src/cli/annotation/mapInOrder.ts';

async function* numbers(
  count: number,
  onTake: (n: number) => void = () => undefined,
): AsyncGenerator<number> {
  for (let n = 0; n < count; n++) {
    onTake(n);
    yield await Promise.resolve(n);
  }
}

describe('mapInOrder', () => {
  it('gives results in order, whichever is ready first', async () => {
    const later = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const results = mapInOrder(numbers(4), 3, (n) => later[n]?.promise ?? Promise.resolve(`fast ${n}`));
    const first = results.next();
    later[1]?.resolve('slow 1');
    later[0]?.resolve('slow 0');
    expect((await first).value).toBe('slow 0');
    const others: string[] = [];
    for await (const result of results) {
      others.push(result);
    }
    expect(others).toEqual(['slow 1', 'fast 2', 'fast 3']);
  });

  it('works on no more than the limit, and takes no more', async () => {
    let running = 0;
    let most = 0;
    let taken = 0;
    let given = 0;
    const results = mapInOrder(
      numbers(20, () => taken++),
      3,
      async (n) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return n;
      },
    );
    for await (const n of results) {
      expect(n).toBe(given);
      given += 1;
      expect(taken - given).toBeLessThanOrEqual(3);
    }
    expect({ given, most }).toEqual({ given: 20, most: 3 });
  });

  it('rejects in the turn of what failed', async () => {
    const results = mapInOrder(numbers(4), 4, (n) =>
      n === 1 ? Promise.reject(new Error('one')) : Promise.resolve(n),
    );
    expect((await results.next()).value).toBe(0);
    await expect(results.next()).rejects.toThrow('one');
  });
});
