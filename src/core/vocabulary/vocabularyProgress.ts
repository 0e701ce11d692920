/** How far the adding of a vocabulary is, for a person or for the program that runs `termlens vocabulary add`. */
export type VocabularyProgress =
  /** Bytes of the file; `total` and `secondsLeft` where the server says how long it is. */
  | {
      readonly phase: 'downloading';
      readonly done: number;
      readonly total?: number;
      readonly perSecond: number;
      readonly secondsLeft?: number;
    }
  /** Concepts; how many there are, nobody knows before. */
  | { readonly phase: 'reading'; readonly done: number }
  /** Names. Those whose vectors were there already count as done, and not for the rate. */
  | {
      readonly phase: 'encoding';
      readonly done: number;
      readonly total: number;
      readonly perSecond: number;
      readonly secondsLeft?: number;
    };

/** What `--progress json` writes, one object a line: the above, what a person should know, and why it ended. */
export type VocabularyProgressLine =
  VocabularyProgress | { readonly phase: 'notice' | 'failed'; readonly message: string };
