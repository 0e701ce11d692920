import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'heart', 'attack', 'pain', 'card', '##iac'];

/** Id of a word or word piece in `tinyTokenizer`. */
export function idOf(word: string): number {
  return words.indexOf(word);
}

/** A BERT tokenizer of nine word pieces, in the form in which Hugging Face stores one. */
export const tinyTokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: words.slice(0, 4).map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
};

/** The files of a whole model folder; the weights are no ONNX model, only bytes with a checksum. */
export const tinyModelFiles: Readonly<Record<string, string>> = {
  'config.json': JSON.stringify({ hidden_size: 4, vocab_size: words.length, max_position_embeddings: 16 }),
  'tokenizer.json': JSON.stringify(tinyTokenizer),
  'tokenizer_config.json': JSON.stringify({ tokenizer_class: 'BertTokenizer', do_lower_case: true }),
  'onnx/model.onnx': 'weights',
};

export function writeModelFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
