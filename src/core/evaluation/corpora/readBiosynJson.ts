import * as z from 'zod';
import type { Corpus } from './corpus.ts';
import { readBiosynMention } from './readBiosynQueries.ts';

/** The parts of a corpus, as BioSyn's `data.json` names them. */
export const corpusParts = ['train', 'dev', 'test', 'traindev'] as const;
export type CorpusPart = (typeof corpusParts)[number];

const partSchema = z.array(z.tuple([z.string(), z.string()]));
const schema = z.looseObject({ test: partSchema });

/** Whether parsed JSON is a `data.json`: one list of `[mention, ids]` for each part. */
export function isBiosynJson(json: unknown): json is Record<string, unknown> {
  return schema.safeParse(json).success;
}

/** Reads one part of a `data.json`; a pair that is none is a problem, whose line is its number in the list. */
export function readBiosynJson(json: Record<string, unknown>, part: CorpusPart, file: string): Corpus {
  const pairs = partSchema.safeParse(json[part]);
  return pairs.success
    ? { mentions: pairs.data.map(([mention, ids]) => readBiosynMention(mention, ids)), problems: [] }
    : {
        mentions: [],
        problems: [{ file, line: 1, message: `there is no list of [mention, ids] named "${part}".` }],
      };
}
