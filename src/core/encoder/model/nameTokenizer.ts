import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import * as z from 'zod';
import { ModelFolderError } from '../encoderErrors.ts';
import type { ModelFolder } from './modelFolder.ts';

/** Name → token ids, special tokens included, at most the model's maximum. */
export type NameTokenizer = (name: string) => readonly number[];

/**
 * How much of a text is looked at: at first so many characters, and as long as they hold too few tokens, more and
 * more up to the largest number. A selection of megabytes must not keep the tokenizer busy for seconds only to be
 * cut afterwards.
 */
const lookedAt = { first: 500, growth: 4, most: 100_000 };

/** A longer word is cut where the piece that is looked at ends; WordPiece knows none above 100 characters anyway. */
const longestWord = 2_000;

/** @throws {ModelFolderError} when the tokenizer cannot be read or knows tokens that the model does not. */
export function createNameTokenizer(folder: ModelFolder): NameTokenizer {
  const file = join(folder.path, 'tokenizer.json');
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(folder.tokenizer, folder.tokenizerConfig);
  } catch (cause) {
    throw new ModelFolderError(
      file,
      'the tokenizer is of a kind that cannot be read.',
      'Use the tokenizer.json that belongs to the model.',
      { cause },
    );
  }
  const largestId = [...tokenizer.get_vocab(true).values()].reduce((largest, id) => Math.max(largest, id), 0);
  if (largestId >= folder.vocabularySize) {
    throw new ModelFolderError(
      file,
      `the tokenizer has token ids up to ${largestId}, but config.json gives the model ${folder.vocabularySize} tokens.`,
      'Use the tokenizer.json that belongs to the model.',
    );
  }
  const prepare = createPreparation(folder.tokenizer);
  return (name) => {
    for (let characters = lookedAt.first; ; characters *= lookedAt.growth) {
      const piece = takeWords(name, characters);
      const { ids } = tokenizer.encode(prepare(piece));
      if (ids.length >= folder.maximumTokens || piece.length === name.length || characters >= lookedAt.most) {
        return truncate(ids, folder.maximumTokens);
      }
    }
  };
}

const bertNormalizer = z.object({
  normalizer: z.object({
    type: z.literal('BertNormalizer'),
    lowercase: z.boolean(),
    handle_chinese_chars: z.boolean(),
  }),
});

/** Ideographs beyond the basic plane: the blocks that BERT's normalizer sets apart, as the reference has them. */
const astralIdeographs = /[\u{20000}-\u{2A6DF}\u{2A700}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;

/**
 * Makes up beforehand for what `@huggingface/tokenizers` 0.2 does otherwise than the reference (Hugging Face's
 * `tokenizers`) in a BERT normalizer: it lower-cases a Σ that ends a word to ς, not to σ, and it takes ideographs
 * beyond the basic plane for letters of the word around them. `test/model` compares both over all of Unicode.
 */
function createPreparation(tokenizer: object): (text: string) => string {
  const { data } = bertNormalizer.safeParse(tokenizer);
  return (text) => {
    const lowered = data?.normalizer.lowercase === true ? text.replaceAll('Σ', 'σ') : text;
    return data?.normalizer.handle_chinese_chars === true
      ? lowered.replace(astralIdeographs, ' $& ')
      : lowered;
  };
}

/** At least so many characters from the beginning of `text`, to the end of a word, so that its tokens stay the same. */
function takeWords(text: string, characters: number): string {
  const rest = text.slice(characters, characters + longestWord);
  const end = rest.search(/[\t\n\r\p{Z}]/u);
  return text.slice(0, characters + (end < 0 ? rest.length : end));
}

/** Cuts the name's tokens and keeps the closing special token, as Hugging Face's `truncation=True` does. */
function truncate(ids: readonly number[], maximumTokens: number): readonly number[] {
  const last = ids.at(-1);
  return ids.length <= maximumTokens || last === undefined ? ids : [...ids.slice(0, maximumTokens - 1), last];
}
