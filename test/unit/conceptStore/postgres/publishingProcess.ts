/**
 * Run by `sessions.test.ts` in a process of its own, which is killed: publishes ten concepts as "killed".
 * Arguments: the store's address, a data folder, and "encoding" to wait for ever once names are to be encoded. Says
 * "encoding" then.
 */
import { publishVocabulary } from '../../../../src/core/conceptStore/postgres/publishVocabulary.ts';
import { createFakeEncoder } from '../../encoder/fakeEncoder.ts';
import { createSource, tenConcepts } from '../tenConcepts.ts';

const [url = '', dataFolder = '', until] = process.argv.slice(2);
const encoder = createFakeEncoder({
  async beforeAnswer() {
    process.stdout.write('encoding\n');
    if (until === 'encoding') {
      setInterval(() => undefined, 1000);
      await new Promise(() => undefined);
    }
  },
});
await publishVocabulary(
  createSource(tenConcepts, 'killed'),
  { url, password: process.env['PGPASSWORD'], offline: false },
  { dataFolder, encoder },
);
