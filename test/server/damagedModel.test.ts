import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { linkRequest } from '../../src/protocol/messages.ts';
import { describeLookupModel, formatOnnxModel, type ModelDescription } from '../model/onnxFile.ts';
import { startServer, type ServerClient } from './client.ts';
import {
  copyStarterModel,
  editModelJson,
  forgetChecksums,
  replaceModelFile,
  starterFolder,
} from './modelCopy.ts';

let server: ServerClient;
beforeAll(async () => {
  server = await startServer({ settings: {} });
  await server.waitForStatus('ready');
});
afterEach(async () => {
  await server.configure({ encoder: { model: 'starter' } });
  await server.waitForStatus('ready');
});
afterAll(() => server.stop());

const weights = 'onnx/model.onnx';

/** The bundled model with another graph in place of its own. */
function replaceGraph(
  folder: string,
  change: (description: ModelDescription) => Partial<ModelDescription>,
): void {
  const lookup = describeLookupModel(10_441, 384);
  replaceModelFile(folder, weights, formatOnnxModel({ ...lookup, ...change(lookup) }));
  forgetChecksums(folder);
}

const damages: readonly [title: string, file: string, damage: (folder: string) => void, problem: RegExp][] = [
  [
    'a truncated model',
    weights,
    (folder) => {
      replaceModelFile(folder, weights, readFileSync(join(starterFolder, weights)).subarray(0, 1_000_000));
      forgetChecksums(folder);
    },
    /cannot be loaded as an ONNX model .*truncated/u,
  ],
  [
    'a model that is not the one its manifest describes',
    weights,
    (folder) => {
      replaceModelFile(folder, weights, readFileSync(join(starterFolder, weights)).subarray(1));
    },
    /not the one that its manifest describes/u,
  ],
  [
    'another file under the name of the model',
    weights,
    (folder) => {
      replaceModelFile(folder, weights, '<html>404 Not Found</html>');
      forgetChecksums(folder);
    },
    /cannot be loaded as an ONNX model/u,
  ],
  [
    'an empty model',
    weights,
    (folder) => {
      replaceModelFile(folder, weights, '');
      forgetChecksums(folder);
    },
    /cannot be loaded as an ONNX model/u,
  ],
  [
    'a missing model',
    weights,
    (folder) => {
      rmSync(join(folder, weights));
    },
    /the file is missing.*optimum-cli/u,
  ],
  [
    'a model with another input',
    weights,
    (folder) => {
      replaceGraph(folder, ({ inputs: [ids, mask] }) => ({
        inputs: [ids, mask].flatMap((input) =>
          input ? [{ ...input, name: input.name.replace('mask', 'bias') }] : [],
        ),
      }));
    },
    /has no input "attention_mask"/u,
  ],
  [
    'a model with an input of another type',
    weights,
    (folder) => {
      replaceGraph(folder, ({ inputs }) => ({
        inputs: inputs.map((input) => ({ ...input, type: 'int32' })),
      }));
    },
    /input "input_ids" must be int64/u,
  ],
  [
    'a model that knows fewer tokens than its tokenizer',
    weights,
    (folder) => {
      replaceGraph(folder, () => ({ embeddings: [100, 384] }));
    },
    /cannot encode .*tokenizer/u,
  ],
  [
    'a tokenizer with more tokens than the model',
    'tokenizer.json',
    (folder) => {
      editModelJson(folder, 'config.json', (config) => {
        config['vocab_size'] = 5_000;
      });
    },
    /token ids up to \d+, but config\.json gives the model 5000 tokens/u,
  ],
  [
    'a truncated tokenizer',
    'tokenizer.json',
    (folder) => {
      replaceModelFile(
        folder,
        'tokenizer.json',
        readFileSync(join(starterFolder, 'tokenizer.json')).subarray(0, 5_000),
      );
    },
    /no valid JSON; it may be truncated/u,
  ],
  [
    'a tokenizer of another kind',
    'tokenizer.json',
    (folder) => {
      replaceModelFile(folder, 'tokenizer.json', '{"model":{"type":"Unheard-of"}}');
    },
    /the tokenizer is of a kind that cannot be read/u,
  ],
  [
    'a configuration without a size',
    'config.json',
    (folder) => {
      editModelJson(folder, 'config.json', (config) => {
        delete config['hidden_size'];
      });
    },
    /does not say what it should: .*hidden_size/su,
  ],
  [
    'a model of another size than its configuration says',
    weights,
    (folder) => {
      editModelJson(folder, 'config.json', (config) => {
        config['hidden_size'] = 768;
      });
    },
    /have 384 dimensions, but config\.json says 768/u,
  ],
];

test.each(damages)(
  '%s is told with file and remedy, and the server lives on',
  async (_, file, damage, problem) => {
    const folder = copyStarterModel();
    damage(folder);
    await server.configure({ encoder: { model: folder } });
    const { message = '' } = await server.waitForStatus('failed');
    expect(message.startsWith(`${join(folder, file)}: `)).toBe(true);
    expect(message).toMatch(problem);
    expect(message).toMatch(/Copy|choose another|Export|Restore|Use the/u);
    await expect(server.connection.sendRequest(linkRequest, { mentions: ['pain'] })).rejects.toThrow(message);
  },
);

test('weights of a precision that the model does not have are told', async () => {
  await server.configure({ encoder: { precision: 'fp16' } });
  const { message } = await server.waitForStatus('failed');
  expect(message).toMatch(/model_fp16\.onnx: the model has no fp16 weights\..*one of: fp32, int8/u);
});
