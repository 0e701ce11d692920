import * as z from 'zod';

const countSchema = z.number().nonnegative();

/**
 * How far the work on a vocabulary is: what `termlens vocabulary add --progress json` writes on standard error, an
 * object a line, for the program that runs it.
 */
export const vocabularyProgressSchema = z.object({
  phase: z.enum(['downloading', 'reading', 'encoding', 'indexing']),
  /** Bytes, concepts, names or vectors, by phase. */
  done: countSchema,
  /** Missing where the end is not known. */
  total: countSchema.optional(),
  perSecond: countSchema.optional(),
  secondsLeft: countSchema.optional(),
});

export type VocabularyProgress = z.infer<typeof vocabularyProgressSchema>;
