import { describe, expect, it } from 'vitest';
import {
  commandOf,
  describeEncoder,
  groupEncoders,
  parseRepository,
} from '../../../src/extension/commands/encoderChoices.ts';
import { precisionChoices } from '../../../src/extension/commands/precisionChoices.ts';
import { encoderInfo } from './encoderInfo.ts';

describe('encoders to choose from', () => {
  it('are grouped by what it takes to use them, without empty groups', () => {
    const encoders = [
      encoderInfo({ id: 'a', state: 'bring' }),
      encoderInfo({ id: 'b' }),
      encoderInfo({ id: 'c', state: 'installed' }),
      encoderInfo({ id: 'd', state: 'bundled' }),
    ];
    const summary = groupEncoders(encoders).map((group) => [
      group.title,
      ...group.encoders.map(({ id }) => id),
    ]);
    expect(summary).toEqual([
      ['On this machine', 'c', 'd'],
      ['To be fetched', 'b'],
      ['To be converted by you', 'a'],
    ]);
    expect(groupEncoders([])).toEqual([]);
  });

  it('say what would be fetched, how large, under which licence, in which languages', () => {
    expect(describeEncoder(encoderInfo())).toEqual({
      label: 'SapBERT',
      description: 'sapbert · to be fetched, 110 MB to 764 MB',
      detail:
        'Trained on the UMLS · en · Apache-2.0 · fp32, fp16, int8 · Xenova/SapBERT-from-PubMedBERT-fulltext',
    });
  });

  it.each([
    [encoderInfo({ state: 'bundled' }), 'sapbert · comes with TermLens'],
    [encoderInfo({ state: 'installed', selected: true }), 'sapbert · in use'],
    [encoderInfo({ state: 'installed', selected: true, remedy: 'Fetch it again.' }), 'sapbert · damaged'],
    [encoderInfo({ selected: true, precisions: [] }), 'sapbert · chosen, but not here yet'],
    [
      encoderInfo({ precisions: [{ precision: 'int8', bytes: 11_000_000 }] }),
      'sapbert · to be fetched, 11 MB',
    ],
    [encoderInfo({ state: 'bring' }), 'sapbert · no ONNX export is published'],
  ])('say where they are: %#', (encoder, description) => {
    expect(describeEncoder(encoder).description).toBe(description);
  });

  it('mark the one in use, and draw no icon that a title calls for', () => {
    expect(describeEncoder(encoderInfo({ selected: true, title: '$(x)' })).label).toBe(
      String.raw`$(check) \$(x)`,
    );
  });
});

describe('a repository on the hub', () => {
  it.each([
    ['Xenova/SapBERT-from-PubMedBERT-fulltext', 'Xenova/SapBERT-from-PubMedBERT-fulltext'],
    [' a/b.c_d ', 'a/b.c_d'],
    ['https://huggingface.co/a/b', 'a/b'],
    ['huggingface.co/a/b/tree/main', 'a/b'],
    ['https://huggingface.co/a/b/', 'a/b'],
    ['a', undefined],
    ['a/b/c', undefined],
    ['a/', undefined],
    ['/b', undefined],
    ['a/..', undefined],
    ['../b', undefined],
    ['a/b--c', undefined],
    ['a/-b', undefined],
    ['a/b.', undefined],
    ['a/b c', undefined],
    ['https://example.org/a/b', undefined],
    [`a/${'b'.repeat(97)}`, undefined],
  ])('%j: %j', (text, repository) => {
    expect(parseRepository(text)).toBe(repository);
  });
});

describe('what to fetch', () => {
  const summary = (...parameters: Parameters<typeof precisionChoices>): unknown[] =>
    precisionChoices(...parameters).map(({ label, description, precisions }) => [
      label,
      description,
      precisions,
    ]);

  it('is all, or one for processors, GPUs or reference, each with its size', () => {
    expect(summary(encoderInfo().precisions)).toEqual([
      ['All (recommended)', 'fp32, fp16, int8 · 764 MB', ['fp32', 'fp16', 'int8']],
      ['Only int8', '110 MB', ['int8']],
      ['Only fp16', '218 MB', ['fp16']],
      ['Only fp32', '436 MB', ['fp32']],
    ]);
  });

  it('is nothing to choose where there is one', () => {
    expect(summary([{ precision: 'fp32', bytes: 5_500_000 }])).toEqual([['Only fp32', '5.5 MB', ['fp32']]]);
  });

  it('leaves it to the server what an unknown repository has', () => {
    const choices = precisionChoices(undefined);
    expect(choices[0]).toMatchObject({ precisions: [], bytes: undefined });
    expect(choices[0]?.description).toContain('size not known yet');
    expect(choices.slice(1).map(({ precisions }) => precisions)).toEqual([['int8'], ['fp16'], ['fp32']]);
  });

  it('has no size where that of a part is not known, and places other precisions last', () => {
    const choices = precisionChoices([{ precision: 'q4' }, { precision: 'int8', bytes: 1000 }]);
    expect(choices.map(({ label, bytes }) => [label, bytes])).toEqual([
      ['All (recommended)', undefined],
      ['Only int8', 1000],
      ['Only q4', undefined],
    ]);
  });
});

describe('the command of a remedy', () => {
  it.each([
    [
      'Run `optimum-cli export onnx` and then `termlens encoder import`.',
      'optimum-cli export onnx\ntermlens encoder import',
    ],
    ['Run:\n```sh\na\nb\n```\nThen import it.', 'a\nb'],
    ['Ask its authors.', 'Ask its authors.'],
  ])('%j', (remedy, command) => {
    expect(commandOf(remedy)).toBe(command);
  });
});
