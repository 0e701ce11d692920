import * as z from 'zod';

const count = z.number().nonnegative();

/** How far the adding of a vocabulary is, for a person or for the program that runs `termlens vocabulary add`. */
const progressSchema = z.discriminatedUnion('phase', [
  /** Concepts; how many there are, nobody knows before. */
  z.object({ phase: z.literal('reading'), done: count }),
  /**
   * Bytes of a file, names, or vectors. `total` and `secondsLeft` where they are known. Names whose vectors were there
   * already count as done, and not for the rate.
   */
  z.object({
    phase: z.enum(['downloading', 'encoding', 'indexing']),
    done: count,
    total: count.optional(),
    perSecond: count,
    secondsLeft: count.optional(),
  }),
]);

/** What `--progress json` writes, one object a line: the above, what a person should know, and why it ended. */
export const vocabularyProgressLineSchema = z.union([
  progressSchema,
  z.object({ phase: z.enum(['notice', 'failed']), message: z.string() }),
]);

export type VocabularyProgress = z.infer<typeof progressSchema>;
export type VocabularyProgressLine = z.infer<typeof vocabularyProgressLineSchema>;
