import * as z from 'zod';
import { findConcepts } from '../../core/conceptStore/findConcepts.ts';
import { commonSemanticTypes } from '../../core/conceptStore/commonSemanticTypes.ts';
import { withConcept, withSynonym } from '../../core/vocabulary/own/editOwnTable.ts';
import { looksAbbreviated } from '../../core/vocabulary/own/looksAbbreviated.ts';
import { nextIdentifier } from '../../core/vocabulary/own/nextIdentifier.ts';
import type { OwnPlace } from '../../core/vocabulary/own/ownPlace.ts';
import { changeOwnTable, readOwnLines } from '../../core/vocabulary/own/ownTableFile.ts';
import { OwnConceptError, OwnTableError } from '../../core/vocabulary/own/ownTableErrors.ts';
import { mergeOwnRows, readOwnRows } from '../../core/vocabulary/own/readOwnRows.ts';
import type {
  AddConceptParams,
  AddSynonymParams,
  OwnConceptDetails,
  OwnVocabularies,
} from '../../protocol/vocabularyMessages.ts';
import type { Engine } from '../engine.ts';
import type { WorkspacePlace } from '../workspaceFolders.ts';
import { UnknownConceptError } from './decisions.ts';

export interface OwnConceptsContext {
  readonly engine: Engine;
  readonly dataFolder: string;
  /** In order of preference, the user's last. */
  readonly ownPlaces: () => readonly (OwnPlace | WorkspacePlace)[];
  /** Tells the user of what went wrong where nobody waits for an answer. */
  readonly tellError: (error: unknown) => void;
}

const addConceptSchema = z.object({
  vocabulary: z.string().optional(),
  curie: z.string().optional(),
  preferredName: z.string(),
  synonyms: z.array(z.string()).default([]),
  semanticTypes: z.array(z.string()).default([]),
  definition: z.string().optional(),
});

const addSynonymSchema = z.object({
  vocabulary: z.string().optional(),
  curie: z.string(),
  name: z.string(),
  abbreviation: z.boolean().optional(),
});

export async function listOwnVocabularies(context: OwnConceptsContext): Promise<OwnVocabularies> {
  using opened = await context.engine.lease();
  return {
    vocabularies: context.ownPlaces().map((place) => ({ ...place })),
    nextIdentifier: nextIdentifier(await readTables(context.ownPlaces())),
    semanticTypes: await commonSemanticTypes(opened.stores),
  };
}

/** @throws {z.ZodError} when `params` are no `AddConceptParams`. */
export async function addConcept(
  context: OwnConceptsContext,
  params: AddConceptParams,
  signal: AbortSignal,
): Promise<OwnConceptDetails> {
  const { vocabulary, curie, synonyms, ...concept } = addConceptSchema.parse(params);
  const place = findPlace(context, vocabulary);
  if (curie !== undefined) {
    await requireUnknown(context.engine, curie);
  }
  const others = await readTables(context.ownPlaces().filter(({ file }) => file !== place.file));
  let stored = '';
  await changeOwnTable(
    place,
    context.dataFolder,
    (text) => {
      stored = curie ?? nextIdentifier([text, ...others]);
      return withConcept(text, place.file, {
        ...concept,
        curie: stored,
        synonyms: synonyms.filter((name) => !looksAbbreviated(name)),
        abbreviations: synonyms.filter(looksAbbreviated),
      });
    },
    signal,
  );
  return describeStored(context, place, stored);
}

/** @throws {z.ZodError} when `params` are no `AddSynonymParams`. */
export async function addSynonym(
  context: OwnConceptsContext,
  params: AddSynonymParams,
  signal: AbortSignal,
): Promise<OwnConceptDetails> {
  const { vocabulary, curie, name, abbreviation = looksAbbreviated(name) } = addSynonymSchema.parse(params);
  const place = findPlace(context, vocabulary);
  const concept = await requireConcept(context.engine, curie);
  await changeOwnTable(
    place,
    context.dataFolder,
    (text) => withSynonym(text, place.file, concept, { name, abbreviation }),
    signal,
  );
  return describeStored(context, place, concept.curie);
}

function findPlace({ ownPlaces }: OwnConceptsContext, id: string | undefined): OwnPlace {
  const places = ownPlaces();
  const place = id === undefined ? places.at(-1) : places.find((other) => other.id === id);
  if (!place) {
    throw new OwnConceptError(
      `There are no own concepts "${id ?? ''}"; the folder that had them is not open any more.`,
    );
  }
  return place;
}

async function requireUnknown(engine: Engine, curie: string): Promise<void> {
  using opened = await engine.lease();
  const [known] = await findConcepts(opened.stores, [curie]);
  if (known) {
    throw new OwnConceptError(
      `${curie} is "${known.preferredName}" of the vocabulary "${known.vocabulary}". Give the concept another identifier, or add a synonym to that one.`,
    );
  }
}

async function requireConcept(
  engine: Engine,
  curie: string,
): Promise<{
  readonly curie: string;
  readonly preferredName: string;
  readonly semanticTypes: readonly string[];
}> {
  using opened = await engine.lease();
  const [concept] = await findConcepts(opened.stores, [curie]);
  if (!concept) {
    throw new UnknownConceptError(`${curie} is in none of the installed vocabularies.`);
  }
  return concept;
}

/** The concept as its table has it now; by then it is searched, unless that fails, which is told besides. */
async function describeStored(
  { engine, tellError }: OwnConceptsContext,
  place: OwnPlace,
  curie: string,
): Promise<OwnConceptDetails> {
  await engine.refreshVocabularies().catch(tellError);
  const read = await readOwnLines(place.file);
  const rows = readOwnRows(read?.lines ?? [], place.file);
  const concept = mergeOwnRows(rows, place.file).concepts.find((other) => other.curie === curie);
  const row = rows.rows.find((other) => other.concept.curie === curie);
  if (!concept || !row) {
    throw new OwnTableError(place.file, `${curie} was written, and another program took it out again.`);
  }
  return { ...concept, vocabulary: place.id, file: place.file, line: row.index + 1 };
}

/** What tables that can be read hold, for the numbers that are taken. */
async function readTables(places: readonly OwnPlace[]): Promise<string[]> {
  const tables = await Promise.all(
    places.map(({ file }) =>
      readOwnLines(file).catch((error: unknown) => {
        if (error instanceof OwnTableError) {
          return undefined; // told by whoever searches it
        }
        throw error;
      }),
    ),
  );
  return tables.map((table) => table?.lines.join('\n') ?? '');
}
