import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { importers } from '../importers/importers.ts';
import { isVocabularyId } from '../vocabularySource.ts';
import { DamagedVocabularyCatalogueError } from './catalogueErrors.ts';

const webAddress = z.url({ protocol: /^https?$/u });

const entrySchema = z
  .strictObject({
    id: z.string().refine(isVocabularyId),
    title: z.string().min(1),
    /** What else people call it. */
    aliases: z.array(z.string().min(1)),
    publisher: z.string().min(1),
    homepage: webAddress,
    /** SPDX where there is such an identifier, otherwise the name that the publisher gives it. */
    licence: z.string().min(1),
    licenceAddress: webAddress,
    /** ISO 639-1, of the names that are taken. */
    languages: z.array(z.string().regex(/^[a-z]{2}$/u)).min(1),
    format: z.enum(importers.map(({ format }) => format)),
    /** Rounded. */
    concepts: z.number().int().positive(),
    /** Rounded, of what is fetched. */
    bytes: z.number().int().positive().optional(),
    /** Of the current release, as its publisher gives it; `{year}` in it is the release's year. */
    address: z.string().optional(),
    /** The month, 1 to 12, from which on the file of the year after is asked for first. */
    yearBegins: z.number().int().min(1).max(12).optional(),
    /** Whoever wants it gets it there: it needs an account, or a licence that is to be accepted. */
    bring: z.strictObject({ page: webAddress, why: z.string().min(1), file: z.string().min(1) }).optional(),
  })
  .refine(
    ({ address, bring, bytes }) =>
      (address === undefined) === (bring !== undefined) && (address === undefined) === (bytes === undefined),
    'an entry has an address and its size, or says how it is brought',
  )
  .refine(
    ({ address = '', yearBegins }) => address.includes('{year}') === (yearBegins !== undefined),
    'an address with a year says when the year begins',
  )
  .refine(
    ({ address }) =>
      address === undefined || webAddress.safeParse(address.replaceAll('{year}', '2026')).success,
    'the address is one of the web',
  );

const catalogueSchema = z.strictObject({ vocabularies: z.array(entrySchema) }).refine(({ vocabularies }) => {
  const names = vocabularies.flatMap(namesOf);
  return new Set(names).size === names.length;
}, 'ids, titles and aliases are given once only');

/** A vocabulary that TermLens knows, and where it is got. */
export type KnownVocabulary = z.infer<typeof entrySchema>;

/** What it can be asked for by, in lower case. */
export function namesOf({ id, title, aliases }: Pick<KnownVocabulary, 'id' | 'title' | 'aliases'>): string[] {
  return [...new Set([id, title, ...aliases].map((name) => name.toLowerCase()))];
}

/**
 * `vocabularies/catalogue.json` of the installation.
 * @throws {DamagedVocabularyCatalogueError}
 */
export async function readVocabularyCatalogue(installFolder: string): Promise<readonly KnownVocabulary[]> {
  const file = join(installFolder, 'vocabularies', 'catalogue.json');
  try {
    return catalogueSchema.parse(JSON.parse(await readFile(file, 'utf8'))).vocabularies;
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new DamagedVocabularyCatalogueError(file, problem, { cause });
  }
}
