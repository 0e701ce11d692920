/** Run by `downloadInterrupted.test.ts` in a process of its own: downloads a model and prints its entry. */
import { downloadModel } from '../../../../src/core/encoder/catalogue/downloadModel.ts';

const [, , dataFolder = '', installFolder = '', model = ''] = process.argv;
const entry = await downloadModel({
  model,
  precisions: [],
  dataFolder,
  installFolder,
  network: { offline: false },
});
process.stdout.write(JSON.stringify(entry));
