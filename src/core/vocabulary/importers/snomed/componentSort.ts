import { DatabaseSync } from 'node:sqlite';

/** What one row says about a concept, in the order in which {@link ComponentSort} gives them back. */
export const componentKinds = {
  /** `effectiveTime` and `active` (0 or 1) as one text, so that the latest state comes last. */
  status: 0,
  semanticTag: 1,
  name: 2,
  definition: 3,
  parent: 4,
  replacement: 5,
} as const;
export type ComponentKind = (typeof componentKinds)[keyof typeof componentKinds];

export interface Component {
  readonly concept: string;
  readonly kind: ComponentKind;
  /** The smaller one first. */
  readonly rank: number;
  readonly value: string;
}

/** Sorts what the files of a release say by concept. */
export interface ComponentSort {
  /** Keeps the smallest one for each description. */
  addPreference(description: string, preference: number): void;
  preferenceOf(description: string): number | undefined;
  add(concept: string, kind: ComponentKind, rank: number, value: string): void;
  /** All that was added, ordered by concept, kind, rank and value, each once. */
  sorted(): IterableIterator<Component>;
  close(): void;
}

/**
 * In RF2 each file is sorted by its own identifiers and none by concept, so concepts can be put together only after
 * all files have been read. They are sorted in a temporary database, a file that SQLite removes by itself, with
 * 64 MiB of it in memory.
 */
export function createComponentSort(): ComponentSort {
  // Without a name it is temporary: https://sqlite.org/inmemorydb.html#temp_db
  const database = new DatabaseSync('');
  database.exec(`
    PRAGMA cache_size = -65536;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE preference (description INTEGER PRIMARY KEY, preference INTEGER NOT NULL);
    CREATE TABLE component (
      concept INTEGER NOT NULL, kind INTEGER NOT NULL, rank INTEGER NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (concept, kind, rank, value)
    ) WITHOUT ROWID;
    BEGIN;
  `);
  const insertPreference = database.prepare(`
    INSERT INTO preference VALUES (?, ?)
    ON CONFLICT DO UPDATE SET preference = min(preference, excluded.preference)
  `);
  const selectPreference = database.prepare('SELECT preference FROM preference WHERE description = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO component VALUES (?, ?, ?, ?)');
  // As text, since identifiers of 17 and 18 digits are no exact numbers in JavaScript.
  const select = database.prepare(`
    SELECT CAST(concept AS TEXT) AS concept, kind, rank, value FROM component
    ORDER BY component.concept, kind, rank, value
  `);
  return {
    addPreference: (description, preference) => void insertPreference.run(description, preference),
    preferenceOf: (description) =>
      (selectPreference.get(description) as { preference: number } | undefined)?.preference,
    add: (concept, kind, rank, value) => void insert.run(concept, kind, rank, value),
    sorted: () => select.iterate() as unknown as IterableIterator<Component>,
    close: () => database.close(),
  };
}
