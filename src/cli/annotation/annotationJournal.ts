import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';

/** What is known of a document that was annotated; one JSON object a line of the journal. */
const entrySchema = z.object({
  /** Its name, as its files are named. */
  document: z.string(),
  /** Checksum of the text and of all that decides what is written. */
  key: z.string(),
  /** Of the files that were written, by their paths in the folder; SHA-256. */
  files: z.record(z.string(), z.string()).optional(),
  /** Where the output is one file for all, which is written at the end: what was found. */
  annotations: z
    .array(
      z.object({
        type: z.string(),
        ranges: z.array(z.object({ start: z.number(), end: z.number() })),
        concepts: z.array(z.object({ curie: z.string(), preferredName: z.string() })),
        attributes: z.array(z.object({ name: z.string(), value: z.string().optional() })),
      }),
    )
    .optional(),
});

export type JournalEntry = z.infer<typeof entrySchema>;

/** What was done in a folder already, so that an interrupted run goes on where it was. */
export interface AnnotationJournal {
  readonly path: string;
  /** As an earlier run left it. */
  find(document: string): JournalEntry | undefined;
  /** Resolves when it is on the disk. */
  add(entry: JournalEntry): Promise<void>;
}

/** Of a document the last line counts; a line that a killed run left half written is passed over. */
export async function openJournal(path: string): Promise<AnnotationJournal> {
  const entries = new Map<string, JournalEntry>();
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw error;
  });
  for (const line of text.split('\n')) {
    const entry = parseEntry(line);
    if (entry !== undefined) {
      entries.set(entry.document, entry);
    }
  }
  // After half a line the next begins on one of its own.
  let lead = text === '' || text.endsWith('\n') ? '' : '\n';
  return {
    path,
    find: (document) => entries.get(document),
    async add(entry) {
      await mkdir(dirname(path), { recursive: true });
      const line = `${lead}${JSON.stringify(entry)}\n`;
      lead = '';
      await appendFile(path, line);
    },
  };
}

function parseEntry(line: string): JournalEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

export function checksum(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  // Their lengths as well, so that no text moves from one part to the next.
  parts.forEach((part) => hash.update(`${part.length} `).update(part));
  return hash.digest('hex');
}
