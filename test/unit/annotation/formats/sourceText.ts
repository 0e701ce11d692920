import type { SourceFile } from '../../../../src/core/vocabulary/importers/importer.ts';

/** What a file holds. */
export async function sourceText(file: SourceFile | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file?.read() ?? []) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
