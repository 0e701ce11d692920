// Types into the active editor and writes down how long the extension host was busy with each key: what TermLens
// does there, VS Code's own work, and the timer of this probe.
const { writeFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { setTimeout: delay } = require('node:timers/promises');
const { commands } = require('vscode');

const keys = 60;
/** Slower than a fast typist, so that all that follows a key falls into its own turn. */
const pauseMs = 400;

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    commands.registerCommand('termlensProbe.type', async () => {
      const busy = [];
      for (let key = 0; key < keys; key++) {
        const before = performance.eventLoopUtilization();
        await commands.executeCommand('type', { text: 'x' });
        await delay(pauseMs);
        busy.push(performance.eventLoopUtilization(before).active);
      }
      writeFileSync(process.env.TERMLENS_PROBE_OUTPUT, JSON.stringify(busy));
    }),
  );
};
