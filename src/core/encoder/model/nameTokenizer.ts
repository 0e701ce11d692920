import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { ModelFolderError } from '../encoderErrors.ts';
import type { ModelFolder } from './modelFolder.ts';

/** Name → token ids, special tokens included, at most the model's maximum. */
export type NameTokenizer = (name: string) => readonly number[];

/**
 * No name needs more characters for its first 25 tokens; a selection of megabytes must not keep the
 * tokenizer busy for seconds only to be cut afterwards.
 */
const maximumCharacters = 2_000;

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
  return (name) => truncate(tokenizer.encode(name.slice(0, maximumCharacters)).ids, folder.maximumTokens);
}

/** Cuts the name's tokens and keeps the closing special token, as Hugging Face's `truncation=True` does. */
function truncate(ids: readonly number[], maximumTokens: number): readonly number[] {
  const last = ids.at(-1);
  return ids.length <= maximumTokens || last === undefined ? ids : [...ids.slice(0, maximumTokens - 1), last];
}
