import { describe, expect, it } from 'vitest';
import { createCachedEncoder } from '../../../src/core/encoder/cachedEncoder.ts';
import { createFakeEncoder } from './fakeEncoder.ts';

describe('createCachedEncoder', () => {
  it('encodes only names that it has not met, each once, and answers in the order asked', async () => {
    const plain = createFakeEncoder();
    const cached = createCachedEncoder(plain);
    await cached.encode(['pain', 'fever']);
    const names = ['cough', 'fever', 'rash', 'cough', 'pain'];
    expect(await cached.encode(names)).toEqual(await createFakeEncoder().encode(names));
    expect(plain.requests).toEqual([
      ['pain', 'fever'],
      ['cough', 'rash'],
    ]);
  });

  it('asks nothing of the encoder when all names are known, or none are asked for', async () => {
    const plain = createFakeEncoder();
    const cached = createCachedEncoder(plain);
    expect(await cached.encode([])).toHaveLength(0);
    await cached.encode(['pain']);
    await cached.encode(['pain', 'pain']);
    expect(plain.requests).toEqual([['pain']]);
  });

  it('hands out vectors that the caller may change', async () => {
    const cached = createCachedEncoder(createFakeEncoder());
    (await cached.encode(['pain'])).fill(7);
    expect(await cached.encode(['pain'])).toEqual(await createFakeEncoder().encode(['pain']));
  });

  it('answers requests larger than the cache, known names among them', async () => {
    const cached = createCachedEncoder(createFakeEncoder());
    await cached.encode(['first']);
    const names = ['first', ...Array.from({ length: 10_500 }, (_, i) => `name ${i}`), 'first'];
    expect(await cached.encode(names)).toEqual(await createFakeEncoder().encode(names));
  });

  it('asks again for names whose request failed', async () => {
    let failures = 1;
    const plain = createFakeEncoder({
      beforeAnswer() {
        if (failures-- > 0) {
          throw new Error('crashed');
        }
      },
    });
    const cached = createCachedEncoder(plain);
    await expect(cached.encode(['pain'])).rejects.toThrow('crashed');
    await expect(cached.encode(['pain'])).resolves.toHaveLength(plain.dimensions);
  });

  it('passes on signal and priority, fingerprint and description', async () => {
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    const plain = createFakeEncoder({ beforeAnswer: (_, options) => void seen.push(options) });
    const cached = createCachedEncoder(plain);
    await cached.encode(['pain'], { signal, priority: 'bulk' });
    expect(seen).toEqual([{ signal, priority: 'bulk' }]);
    expect(cached).toMatchObject({ fingerprint: plain.fingerprint, description: plain.description });
  });
});
