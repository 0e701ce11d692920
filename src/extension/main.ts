import { setImmediate } from 'node:timers/promises';
import { commands, type ExtensionContext } from 'vscode';
import { commandNames } from './commands/commandNames.ts';
import type { Session } from './session.ts';

/**
 * The entry point. It only registers the commands; loading the language client takes longer than VS Code should
 * be held up, so that happens in the turn after.
 */
function createExtension(): {
  readonly activate: (context: ExtensionContext) => void;
  readonly deactivate: () => Promise<void>;
} {
  let session: Promise<Session> | undefined;
  return {
    activate(context) {
      const loading = loadSession(context);
      session = loading;
      context.subscriptions.push(
        ...commandNames.map((name) =>
          commands.registerCommand(`termlens.${name}`, async (argument: unknown) => {
            await (await loading).run(name, argument);
          }),
        ),
      );
    },
    async deactivate() {
      await (await session)?.stop();
    },
  };
}

async function loadSession(context: ExtensionContext): Promise<Session> {
  await setImmediate();
  const { startSession } = await import('./session.ts');
  return startSession(context);
}

export const { activate, deactivate } = createExtension();
