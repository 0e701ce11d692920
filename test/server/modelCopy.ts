import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';

export const starterFolder = join(projectFolder, 'models', 'starter');

/** The bundled encoder as a folder that a test may damage; it goes with the test. */
export function copyStarterModel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-model-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'manifest.json']) {
    cpSync(join(starterFolder, file), join(folder, file));
  }
  mkdirSync(join(folder, 'onnx'));
  // The large files are linked; a test that changes one removes the link first.
  symlinkSync(join(starterFolder, 'onnx', 'model.onnx'), join(folder, 'onnx', 'model.onnx'));
  return folder;
}

/** Puts `content` in place of a file of the model. */
export function replaceModelFile(folder: string, file: string, content: string | Uint8Array): void {
  rmSync(join(folder, file), { force: true });
  writeFileSync(join(folder, file), content);
}

/** Changes a JSON file of the model. */
export function editModelJson(
  folder: string,
  file: string,
  edit: (json: Record<string, unknown>) => void,
): void {
  const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
  edit(json);
  replaceModelFile(folder, file, JSON.stringify(json));
}

/** The model no longer states checksums, so that a replaced file is looked at itself. */
export function forgetChecksums(folder: string): void {
  editModelJson(folder, 'manifest.json', (manifest) => {
    delete manifest['files'];
  });
}
