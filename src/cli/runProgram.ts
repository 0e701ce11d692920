import { CommanderError, type Command } from 'commander';
import { createProgram } from './program.ts';
import { ToldFailure } from './toldFailure.ts';

/** Exit status: 0 done, 1 failed, 2 used wrongly. */
const failed = 1;
const usedWrongly = 2;

/** Runs a command line; what goes wrong is told on standard error and in the exit status. */
export async function runTermLens(installFolder: string, argv: readonly string[]): Promise<void> {
  const program = createProgram(installFolder);
  overrideExit(program);
  process.stdout.on('error', ignoreClosedPipe);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end this way too, with status 0; commander has printed what there is to say.
      process.exitCode = error.exitCode === 0 ? 0 : usedWrongly;
      return;
    }
    if (!(error instanceof ToldFailure)) {
      process.stderr.write(`termlens: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    process.exitCode = failed;
  }
}

/** In `termlens … | head` the reader leaves before all is written; that is its right. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
}

function overrideExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(overrideExit);
}
