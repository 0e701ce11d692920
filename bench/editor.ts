import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { startVsCode, type VsCode } from '../test/e2e/environment.ts';
import { packedExtension } from '../test/e2e/packedExtension.ts';
import { readyStatus } from '../test/e2e/readyStatus.ts';
import { waitFor } from '../test/e2e/waitFor.ts';
import { annotatedText } from './editor/annotatedText.ts';
import { describeMachine, formatSection } from './tables.ts';

/*
 * What a note with very many annotations costs in the real VS Code: `npm run package`, then `node bench/editor.ts`.
 * A second extension, bench/editor/probe, types and tells how busy the extension host was.
 */
const annotationCount = 2_000;
const openings = 5;

const scratch = await mkdtemp(join(tmpdir(), 'termlens-bench-editor-'));
const probe = join(scratch, 'probe.vsix');
const output = join(scratch, 'busy.json');
await createVSIX({
  cwd: join(import.meta.dirname, 'editor', 'probe'),
  packagePath: probe,
  allowMissingRepository: true,
  skipLicense: true,
});
const { text, annotations } = annotatedText(annotationCount);
const vsCode = await startVsCode({
  vsix: await packedExtension(),
  otherExtensions: [probe],
  files: { 'plain.txt': text, 'plain.log': text, 'many.txt': text, 'many.ann': annotations },
  environment: { TERMLENS_HOME: join(scratch, 'data'), TERMLENS_PROBE_OUTPUT: output },
});
try {
  const { workbench } = vsCode;
  await workbench.openFile('plain.txt');
  await readyStatus(workbench);
  await workbench.runCommand('View: Close All Editors');
  const shown: number[] = [];
  for (let opening = 0; opening < openings; opening++) {
    const decorated = timeUntilDecorated(vsCode);
    await workbench.openFile('many.txt');
    shown.push(await decorated);
    await workbench.runCommand('View: Close All Editors');
  }
  const withAnnotations = await typeInto(vsCode, 'many.txt');
  const without = await typeInto(vsCode, 'plain.txt');
  const notLookedAt = await typeInto(vsCode, 'plain.log');
  process.stdout.write(
    formatSection(
      {
        title: `A note with ${annotationCount} annotations in VS Code`,
        notes:
          'From the first line that is shown to the first mark; then how long the extension host was busy after each of ' +
          '60 keys, typed at the beginning of the note every 400 ms. A file that TermLens does not look at shows ' +
          'what VS Code itself takes.',
        measurements: [
          { what: 'opening, until marks are shown', unit: 'ms', values: shown, target: '≤ 300' },
          { what: 'a key, with 2,000 annotations', unit: 'ms', values: withAnnotations, target: '≤ 16' },
          { what: 'a key, the same note without', unit: 'ms', values: without },
          { what: 'a key, a file TermLens does not look at', unit: 'ms', values: notLookedAt },
        ],
      },
      describeMachine(),
    ),
  );
} finally {
  await vsCode.dispose();
  await rm(scratch, { recursive: true, force: true });
}

/** Milliseconds in the browser between the first line of a note and the first decoration in it. */
function timeUntilDecorated({ workbench }: VsCode): Promise<number> {
  return workbench.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let shownAt: number | undefined;
        const look = (): void => {
          const lines = document.querySelector('.editor-instance .view-lines')?.textContent ?? '';
          shownAt ??= lines.includes('Admitted') ? performance.now() : undefined;
          if (shownAt !== undefined && document.querySelector('.view-overlays .cdr[class*="ced-"]')) {
            resolve(performance.now() - shownAt);
          } else {
            requestAnimationFrame(look);
          }
        };
        look();
      }),
  );
}

async function typeInto({ workbench }: VsCode, name: string): Promise<readonly number[]> {
  await rm(output, { force: true });
  await workbench.openFile(name);
  await workbench.press('Control+Home');
  // What opening a note brings with it has to be over.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await workbench.runCommand('Probe: Type');
  const busy = await waitFor(
    'the probe',
    async () =>
      (JSON.parse(await readFile(output, 'utf8').catch(() => 'null')) as number[] | null) ?? undefined,
    120_000,
  );
  await workbench.press('Control+Home');
  await workbench.runCommand('File: Revert File');
  return busy;
}
