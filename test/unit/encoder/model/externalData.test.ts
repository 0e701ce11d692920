import { mkdtempSync, openSync, rmSync, ftruncateSync, closeSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelFolderError } from '../../../../src/core/encoder/encoderErrors.ts';
import { findExternalData } from '../../../../src/core/encoder/model/externalData.ts';
import { openModelFolder } from '../../../../src/core/encoder/model/modelFolder.ts';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import { tinyModelFiles, writeModelFiles } from '../tinyModel.ts';
import {
  externalTensor,
  field,
  integerField,
  model,
  modelWithExternalData,
  plainTensor,
  varint,
} from './onnxBytes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-onnx-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function find(content: Uint8Array): Promise<readonly string[]> {
  const file = join(folder, 'model.onnx');
  writeFileSync(file, content);
  return findExternalData(file);
}

const tensor = externalTensor('hidden.data');

describe('findExternalData', () => {
  it('finds the files that tensors lie in, each once', async () => {
    const content = model(
      field(5, externalTensor('model.onnx_data')),
      field(5, plainTensor(200_000)),
      field(5, externalTensor('model.onnx_data')),
      field(5, externalTensor('more/part-2')),
    );
    expect(await find(content)).toEqual(['model.onnx_data', 'more/part-2']);
  });

  it.each([
    { where: 'an attribute', content: model(field(1, field(5, field(1, 'value'), field(5, tensor)))) },
    { where: 'a list of an attribute', content: model(field(1, field(5, field(10, tensor)))) },
    { where: 'a graph of an attribute', content: model(field(1, field(5, field(6, field(5, tensor))))) },
    { where: 'a graph of a list of graphs', content: model(field(1, field(5, field(11, field(5, tensor))))) },
    { where: 'values of a sparse tensor', content: model(field(15, field(1, tensor))) },
    { where: 'indices of a sparse tensor', content: model(field(15, field(2, tensor))) },
    { where: 'a sparse attribute', content: model(field(1, field(5, field(22, field(1, tensor))))) },
    { where: 'a list of sparse tensors', content: model(field(1, field(5, field(23, field(1, tensor))))) },
    { where: 'a function', content: field(25, field(7, field(5, field(5, tensor)))) },
    { where: 'a default of a function', content: field(25, field(11, field(5, tensor))) },
    { where: 'a training graph', content: field(20, field(2, field(5, tensor))) },
    {
      where: 'a second graph, which readers merge',
      content: Buffer.concat([model(), model(field(5, tensor))]),
    },
    {
      where: 'a model with a group before it',
      content: Buffer.concat([
        varint(99 * 8 + 3),
        integerField(1, 5),
        varint(99 * 8 + 4),
        model(field(5, tensor)),
      ]),
    },
    {
      where: 'a field whose number is written longer than it need be',
      content: Buffer.concat([Buffer.from([0xba, 0x00]), field(7, field(5, tensor)).subarray(1)]),
    },
  ])('finds one in $where', async ({ content }) => {
    expect(await find(content)).toEqual(['hidden.data']);
  });

  it.each([
    '../weights',
    '../../etc/passwd',
    'a/../../b',
    'a\\..\\..\\b',
    '/etc/passwd',
    '\\\\host\\share',
    '\\windows',
    'C:\\secrets',
    'c:secrets',
    'name\0.data',
    '',
  ])('refuses %j', async (location) => {
    const refused = find(modelWithExternalData(location));
    await expect(refused).rejects.toThrow(ModelFolderError);
    await expect(refused).rejects.toThrow(
      `${join(folder, 'model.onnx')}: the model wants to read ${JSON.stringify(location)}, which is outside its own folder. ` +
        'Do not use it; get the model from a source that you trust.',
    );
  });

  it('refuses one that is hidden behind another value of the same entry', async () => {
    const twice = field(13, field(1, 'location'), field(2, 'fine'), field(2, '../bad'));
    await expect(find(model(field(5, twice)))).rejects.toThrow('outside its own folder');
  });

  it.each([
    { what: 'text', content: Buffer.from('weights') },
    { what: 'nothing', content: Buffer.alloc(0) },
    { what: 'a truncated model', content: model(field(5, plainTensor(400))).subarray(0, 300) },
    { what: 'a length beyond its end', content: Buffer.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f]) },
    { what: 'a number without an end', content: Buffer.alloc(30, 0xff) },
    { what: 'an end of a group that has not begun', content: varint(7 * 8 + 4) },
    { what: 'a group without an end', content: varint(7 * 8 + 3) },
  ])('leaves $what to ONNX Runtime', async ({ content }) => {
    expect(await find(content)).toEqual([]);
  });

  it('reads no weights: those of a file larger than memory cost nothing', async () => {
    const file = join(folder, 'model.onnx');
    const raw = 60 * 2 ** 30;
    const tensorHead = Buffer.concat([varint(9 * 8 + 2), varint(raw)]);
    const initializerHead = Buffer.concat([varint(5 * 8 + 2), varint(tensorHead.length + raw)]);
    const after = field(5, externalTensor('hidden.data'));
    const graphHead = Buffer.concat([
      varint(7 * 8 + 2),
      varint(initializerHead.length + tensorHead.length + raw + after.length),
    ]);
    const head = Buffer.concat([graphHead, initializerHead, tensorHead]);
    const handle = openSync(file, 'w');
    writeSync(handle, head);
    // A hole: nothing is written between.
    ftruncateSync(handle, head.length + raw);
    writeSync(handle, after, 0, after.length, head.length + raw);
    closeSync(handle);
    expect(await findExternalData(file)).toEqual(['hidden.data']);
  });

  it.each([
    { what: 'nested without end', content: nest(150) },
    { what: 'made of millions of parts', content: Buffer.alloc(4_000_000, integerField(1, 1)) },
    { what: 'with a name of megabytes', content: modelWithExternalData('a'.repeat(100_000)) },
  ])('refuses a model $what', async ({ content }) => {
    await expect(find(content)).rejects.toThrow(/the model cannot be checked: .*source that you trust/u);
  });

  it('never fails otherwise, whatever the bytes', async () => {
    const whole = modelWithExternalData('model.onnx_data');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .tuple(fc.nat(whole.length - 1), fc.nat(255))
            .map(([at, byte]) =>
              Buffer.concat([whole.subarray(0, at), Buffer.from([byte]), whole.subarray(at + 1)]),
            ),
        ),
        async (content) => {
          await find(content).catch((error: unknown) => {
            expect(error).toBeInstanceOf(ModelFolderError);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds none in the bundled encoder', async () => {
    expect(await findExternalData(join(projectFolder, 'models/starter/onnx/model.onnx'))).toEqual([]);
  });
});

/** A graph in an attribute of a node of a graph in … */
function nest(levels: number): Buffer {
  let graph: Buffer = field(5, tensor);
  for (let level = 0; level < levels; level++) {
    graph = field(1, field(5, field(6, graph)));
  }
  return model(graph);
}

describe('openModelFolder', () => {
  it('knows the files that belong to the weights', async () => {
    writeModelFiles(folder, { ...tinyModelFiles, 'onnx/parts/weights': 'w' });
    writeFileSync(join(folder, 'onnx/model.onnx'), modelWithExternalData('parts/weights'));
    const { externalData } = await openModelFolder(folder);
    expect(externalData).toEqual({ fp32: [join(folder, 'onnx/parts/weights')] });
  });

  it('names one that is missing', async () => {
    writeModelFiles(folder, tinyModelFiles);
    writeFileSync(join(folder, 'onnx/model.onnx'), modelWithExternalData('weights'));
    await expect(openModelFolder(folder)).rejects.toThrow(
      `${join(folder, 'onnx/weights')}: the file, which model.onnx keeps weights in, is missing.`,
    );
  });

  it('refuses a model that reads elsewhere', async () => {
    writeModelFiles(folder, tinyModelFiles);
    writeFileSync(join(folder, 'onnx/model.onnx'), modelWithExternalData('../config.json'));
    await expect(openModelFolder(folder)).rejects.toThrow('outside its own folder');
  });
});
