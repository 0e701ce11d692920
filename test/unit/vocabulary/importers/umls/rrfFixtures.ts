import { memoryFile } from '../memoryFiles.ts';
import type { SampledFile } from '../../../../../src/core/vocabulary/importers/importer.ts';

interface AtomCells {
  readonly cui: string;
  readonly str: string;
  readonly lat?: string;
  readonly ts?: string;
  readonly stt?: string;
  readonly ispref?: string;
  readonly sab?: string;
  readonly tty?: string;
  readonly code?: string;
  readonly suppress?: string;
}

/** A row of MRCONSO: invented names, the layout of the UMLS Reference Manual, chapter 3, table 1. */
export function atomRow(atom: AtomCells): string {
  const { cui, str, lat = 'ENG', ts = 'S', stt = 'VO', ispref = 'N' } = atom;
  const { sab = 'MTH', tty = 'SY', code = 'NOCODE', suppress = 'N' } = atom;
  return `${cui}|${lat}|${ts}|L0000001|${stt}|S0000001|${ispref}|A00000001||||${sab}|${tty}|${code}|${str}|0|${suppress}||`;
}

export function typeRow(cui: string, name: string): string {
  return `${cui}|T000|A1.1|${name}|AT00000001|256|`;
}

export function definitionRow(cui: string, sab: string, text: string, suppress = 'N'): string {
  return `${cui}|A00000001|AT00000001||${sab}|${text}|${suppress}||`;
}

export function rankRow(rank: number, sab: string, tty: string): string {
  return `${String(rank).padStart(4, '0')}|${sab}|${tty}|N|`;
}

export function table(path: string, rows: readonly string[], chunkBytes?: number): SampledFile {
  return memoryFile(path, rows.map((row) => `${row}\n`).join(''), chunkBytes);
}
