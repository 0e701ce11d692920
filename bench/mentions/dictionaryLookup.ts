import type { AnnotatedDocument, DocumentAnnotation } from '../../src/core/annotation/annotatedDocument.ts';
import type { DictionaryContent } from '../../src/core/evaluation/dictionaries/dictionary.ts';

const word = /[\p{L}\p{M}\p{N}]+|[^\s]/gu;

/**
 * What a dictionary finds by itself: in each document, from left to right, the longest names that stand there word for
 * word in upper or lower case. A name of several concepts is taken for the first.
 */
export function lookUpNames(
  documents: readonly AnnotatedDocument[],
  { concepts }: Pick<DictionaryContent, 'concepts'>,
): AnnotatedDocument[] {
  const idOf = new Map<string, string>();
  let mostWords = 0;
  for (const { ids, names } of concepts) {
    for (const name of names) {
      const words = splitWords(name).map(({ text }) => text);
      const key = keyOf(name, words);
      mostWords = Math.max(mostWords, words.length);
      if (!idOf.has(key)) {
        idOf.set(key, ids[0] ?? '');
      }
    }
  }
  return documents.map((document) => ({
    ...document,
    annotations: findNames(document.text, idOf, mostWords),
  }));
}

/** What a name is found by: an abbreviation ("ALL", "WAS") by its capitals, any other in lower case. */
function keyOf(name: string, lowerCase: readonly string[]): string {
  return /^[\p{Lu}\p{N}\p{P}]{2,6}$/u.test(name) ? name : lowerCase.join(' ');
}

interface Word {
  /** In lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function splitWords(text: string): Word[] {
  return [...text.matchAll(word)].map(({ 0: found, index: start }) => ({
    ...{ text: found.toLowerCase(), start, end: start + found.length },
  }));
}

function findNames(text: string, idOf: ReadonlyMap<string, string>, mostWords: number): DocumentAnnotation[] {
  const words = splitWords(text);
  const found: DocumentAnnotation[] = [];
  for (let first = 0; first < words.length; first++) {
    for (let count = Math.min(mostWords, words.length - first); count > 0; count--) {
      const some = words.slice(first, first + count);
      const [begin, end] = [some[0]?.start ?? 0, some.at(-1)?.end ?? 0];
      const lowerCase = some.map((part) => part.text);
      const curie = idOf.get(keyOf(text.slice(begin, end), lowerCase));
      if (curie !== undefined) {
        found.push({
          id: `T${found.length + 1}`,
          type: 'Disease',
          ranges: [{ start: begin, end }],
          text: text.slice(begin, end),
          concepts: [{ curie, preferredName: '' }],
          attributes: [],
          comments: [],
        });
        first += count - 1;
        break;
      }
    }
  }
  return found;
}
