/** Run by `commandLine.test.ts` in a process of its own: the command line, of another installation. */
import { runTermLens } from '../../../../src/cli/runProgram.ts';

const [node = '', , installFolder = '', ...parameters] = process.argv;
await runTermLens(installFolder, [node, 'termlens', ...parameters]);
