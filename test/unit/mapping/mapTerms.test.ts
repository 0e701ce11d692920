import { expect, test } from 'vitest';
import { defaultLinkOptions, type Candidate } from '../../../src/core/linking/candidate.ts';
import type { Linker } from '../../../src/core/linking/linker.ts';
import { mapTerms } from '../../../src/core/mapping/mapTerms.ts';
import type { Term } from '../../../src/core/mapping/termTable.ts';

/** Knows whatever does not begin with "un", and keeps what it was asked. */
function createLinker(): Pick<Linker, 'link'> & { readonly asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    link(mentions) {
      asked.push([...mentions]);
      return Promise.resolve(
        mentions.map((mention) => ({
          mention,
          candidates: mention.startsWith('un') ? [] : [{ curie: `X:${mention}` } as Candidate],
        })),
      );
    },
  };
}

function term(text: string, identifier?: string): Term {
  return { text, identifier };
}

test('a term is mapped once, with each of its identifiers, and looked up once', async () => {
  const linker = createLinker();
  const terms = [term('a'), term('unknown'), term('a'), term('a', '1'), term('a', '2')];
  const mappings = await mapTerms(terms, linker, { linkOptions: defaultLinkOptions });
  expect(mappings.map((each) => [each.term.text, each.term.identifier, each.candidate?.curie])).toEqual([
    ['a', undefined, 'X:a'],
    ['unknown', undefined, undefined],
    ['a', '1', 'X:a'],
    ['a', '2', 'X:a'],
  ]);
  expect(linker.asked).toEqual([['a', 'unknown']]);
});

test('many terms go in parts, tell how far they are, and can be cancelled between them', async () => {
  const terms = Array.from({ length: 50_000 }, (_, i) => term(`t${i % 1000}`));
  const steps: string[] = [];
  const cancelled = new AbortController();
  const linker = createLinker();
  const onProgress = (done: number, total: number): void => {
    steps.push(`${done}/${total}`);
  };
  const mappings = await mapTerms(terms, linker, { linkOptions: defaultLinkOptions, onProgress });
  expect(mappings).toHaveLength(1000);
  expect(steps).toEqual(['256/1000', '512/1000', '768/1000', '1000/1000']);
  const before = linker.asked.length;
  const stopped = mapTerms(terms, linker, {
    linkOptions: defaultLinkOptions,
    signal: cancelled.signal,
    onProgress: () => {
      cancelled.abort(new Error('Enough.'));
    },
  });
  await expect(stopped).rejects.toThrow('Enough.');
  expect(linker.asked.length - before).toBe(1);
});
