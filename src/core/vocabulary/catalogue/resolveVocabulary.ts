import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { namesOf, type KnownVocabulary } from './catalogue.ts';
import { UnknownVocabularyError, VocabularyAddressError, VocabularyToBringError } from './catalogueErrors.ts';
import { nearVocabularies } from './nearVocabularies.ts';

/** Where a vocabulary comes from. */
export type VocabularyOrigin =
  { readonly kind: 'standardInput' } | { readonly kind: 'path'; readonly path: string } | VocabularyAddress;

/** One that is fetched. */
export interface VocabularyAddress {
  readonly kind: 'address';
  /** At least one; those after the first are for when the server has no such file. */
  readonly urls: readonly [string, ...string[]];
  /** What the catalogue says of it. */
  readonly known?: KnownVocabulary;
}

/** How many years back a file is looked for, where its publisher has a new one each year. */
const yearsTried = 3;

/**
 * What the user named: a file or folder that is there, an address, or a known vocabulary by id, title or alias,
 * whatever the case. `-` is standard input.
 * @throws {UnknownVocabularyError} {@link VocabularyAddressError} {@link VocabularyToBringError}
 */
export async function resolveVocabulary(
  typed: string,
  catalogue: readonly KnownVocabulary[],
  today = new Date(),
): Promise<VocabularyOrigin> {
  if (typed === '-') {
    return { kind: 'standardInput' };
  }
  if (await exists(typed)) {
    return { kind: 'path', path: resolve(typed) };
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//iu.test(typed)) {
    return { kind: 'address', urls: [requireWebAddress(typed)] };
  }
  const known = catalogue.find((entry) => namesOf(entry).includes(typed.trim().toLowerCase()));
  if (known?.address !== undefined) {
    return { kind: 'address', urls: addressesOf(known.address, known.yearBegins, today), known };
  }
  if (known) {
    throw new VocabularyToBringError(howToBring(known));
  }
  // Who writes a path means a file, and is told what is wrong with that one.
  if (/[\\/.]/u.test(typed)) {
    return { kind: 'path', path: resolve(typed) };
  }
  throw new UnknownVocabularyError(typed, nearVocabularies(typed, catalogue));
}

/** How somebody who may have it gets it, and what to do then; commands are in backticks. */
export function howToBring({ id, title, licence, bring }: KnownVocabulary): string {
  return (
    `${title} cannot be fetched: ${bring?.why ?? ''} (${licence}). Get ${bring?.file ?? 'it'} from ` +
    `${bring?.page ?? ''}, then: \`termlens vocabulary add <file> --id ${id}\``
  );
}

function requireWebAddress(typed: string): string {
  const protocol = URL.parse(typed)?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new VocabularyAddressError(
      `${typed} is no address of the web. Give one that begins with https://, or download the file and add that.`,
    );
  }
  return typed;
}

function addressesOf(
  address: string,
  yearBegins: number | undefined,
  today: Date,
): readonly [string, ...string[]] {
  const newest = today.getFullYear() + Number(today.getMonth() + 1 >= (yearBegins ?? 13));
  const [first = address, ...others] = Array.from({ length: yearsTried }, (_, back) =>
    address.replaceAll('{year}', String(newest - back)),
  );
  return [first, ...others.filter((other) => other !== first)];
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      // Of what is there and cannot be read, the reading says so.
      return !['ENOENT', 'ENOTDIR', 'EINVAL', 'ENAMETOOLONG'].includes(
        (error as NodeJS.ErrnoException).code ?? '',
      );
    },
  );
}
