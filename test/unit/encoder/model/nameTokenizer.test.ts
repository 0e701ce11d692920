import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModelFolderError } from '../../../../src/core/encoder/encoderErrors.ts';
import type { ModelFolder } from '../../../../src/core/encoder/model/modelFolder.ts';
import { createNameTokenizer } from '../../../../src/core/encoder/model/nameTokenizer.ts';
import { idOf, tinyTokenizer } from '../tinyModel.ts';

function folderWith(changes: Partial<ModelFolder> = {}): ModelFolder {
  return {
    path: 'models/tiny',
    id: 'tiny',
    title: 'Tiny',
    pooling: 'cls',
    maximumTokens: 6,
    dimensions: 4,
    vocabularySize: 9,
    scoreCalibration: { slope: 15, intercept: -9.75 },
    tokenizer: tinyTokenizer,
    tokenizerConfig: {},
    onnxFiles: {},
    externalData: {},
    checksums: {},
    ...changes,
  };
}

describe('createNameTokenizer', () => {
  const tokenize = createNameTokenizer(folderWith());

  it.each([
    ['heart attack', ['[CLS]', 'heart', 'attack', '[SEP]']],
    ['Heart-Attack', ['[CLS]', 'heart', '[UNK]', 'attack', '[SEP]']],
    ['cardiac', ['[CLS]', 'card', '##iac', '[SEP]']],
    ['colic', ['[CLS]', '[UNK]', '[SEP]']],
    ['', ['[CLS]', '[SEP]']],
    ['pain pain pain pain', ['[CLS]', 'pain', 'pain', 'pain', 'pain', '[SEP]']],
  ])('%j → %j', (name, tokens) => {
    expect(tokenize(name)).toEqual(tokens.map(idOf));
  });

  it('cuts a long name and keeps the closing special token', () => {
    const cut = ['[CLS]', 'heart', 'pain', 'pain', 'pain', '[SEP]'].map(idOf);
    expect(tokenize(`heart ${'pain '.repeat(5)}attack`)).toEqual(cut);
    expect(tokenize(`heart ${'pain '.repeat(100_000)}attack`)).toEqual(cut);
  });

  it('reads on where the beginning of a long text holds few tokens, but not for ever', () => {
    const twoWords = ['[CLS]', 'heart', 'attack', '[SEP]'].map(idOf);
    expect(tokenize(`${' '.repeat(20_000)}heart${'\n'.repeat(20_000)}attack`)).toEqual(twoWords);
    expect(tokenize(`${' '.repeat(490)}heart attack`)).toEqual(twoWords);
    const unknown = ['[CLS]', '[UNK]', '[SEP]'].map(idOf);
    expect(tokenize(`${'x'.repeat(700)} heart`)).toEqual(['[CLS]', '[UNK]', 'heart', '[SEP]'].map(idOf));
    expect(tokenize(`${'x'.repeat(5_000_000)} heart`)).toEqual(unknown);
  });

  it.each([
    { what: 'a Σ at the end of a word', name: 'ΟΔΟΣ', lowered: ['οδοσ'], kept: ['ΟΔΟΣ'] },
    { what: 'ideographs beyond the basic plane', name: 'heart𠀀𠮷', lowered: ['heart', '𠀀', '𠮷'] },
  ])('takes $what as the reference does', ({ name, lowered, kept = lowered }) => {
    const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'heart', 'οδοσ', 'ΟΔΟΣ', '𠀀', '𠮷'];
    const model = { ...tinyTokenizer.model, vocab: Object.fromEntries(words.map((word, id) => [word, id])) };
    const normalizer = { ...tinyTokenizer.normalizer, lowercase: false, strip_accents: false };
    const idsOf = (pieces: readonly string[]): number[] =>
      ['[CLS]', ...pieces, '[SEP]'].map((piece) => words.indexOf(piece));
    const uncased = createNameTokenizer(folderWith({ tokenizer: { ...tinyTokenizer, model } }));
    const cased = createNameTokenizer(folderWith({ tokenizer: { ...tinyTokenizer, model, normalizer } }));
    expect(uncased(name)).toEqual(idsOf(lowered));
    expect(cased(name)).toEqual(idsOf(kept));
  });

  it('refuses a tokenizer with token ids that the model does not have, and names the file', () => {
    const create = (): unknown => createNameTokenizer(folderWith({ vocabularySize: 8 }));
    expect(create).toThrow(ModelFolderError);
    expect(create).toThrow(`${join('models/tiny', 'tokenizer.json')}: the tokenizer has token ids up to 8`);
  });

  it.each([
    { what: 'an unknown kind of model', tokenizer: { ...tinyTokenizer, model: { type: 'Telepathy' } } },
    { what: 'a model without words', tokenizer: { ...tinyTokenizer, model: { type: 'WordPiece' } } },
    { what: 'nothing in it', tokenizer: {} },
  ])('refuses a tokenizer with $what, and names the file', ({ tokenizer }) => {
    const create = (): unknown => createNameTokenizer(folderWith({ tokenizer }));
    expect(create).toThrow(ModelFolderError);
    expect(create).toThrow(/tokenizer\.json: the tokenizer is of a kind that cannot be read/);
  });

  it('takes the 150,000 tokens of a large model', () => {
    const vocab: Record<string, number> = { ...tinyTokenizer.model.vocab };
    for (let id = Object.keys(vocab).length; id < 150_000; id++) {
      vocab[`word${id}`] = id;
    }
    const tokenizer = { ...tinyTokenizer, model: { ...tinyTokenizer.model, vocab } };
    const many = createNameTokenizer(folderWith({ tokenizer, vocabularySize: 150_000 }));
    expect(many('heart')).toEqual(['[CLS]', 'heart', '[SEP]'].map(idOf));
  });
});
