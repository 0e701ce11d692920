import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';

let dataFolder: string;
let vsCode: VsCode;

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-data-'));
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: { 'note.txt': 'The patient had a heart attack.\n' },
    workspaceSettings: {
      'termlens.encoder.model': '/tmp/a-model-of-the-workspace',
      'termlens.vocabularies': ['none'],
    },
    trustWorkspace: false,
    environment: { TERMLENS_HOME: dataFolder },
  });
});

afterAll(async () => {
  await vsCode.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

it('works in Restricted Mode, with the model and vocabularies that an untrusted workspace names ignored', async () => {
  const { workbench } = vsCode;
  await workbench.openFile('note.txt');
  await workbench.statusBarText('Restricted Mode');
  expect(await readyStatus(workbench)).toContain('starter');
  expect(await workbench.hoverOver('heart attack', { containing: 'MESH:' })).toContain('MESH:D009203');
  await workbench.screenshot('restrictedMode');
});
