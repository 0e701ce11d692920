import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Vectors that a build has made so far, on disk, so that one that was killed or cancelled goes on from there. */
export interface EncodedNames {
  /** Shape `[dimensions]`; nothing for a name that is not encoded yet. */
  find(name: string): Float32Array | undefined;
  /** @param vectors shape `[names, dimensions]`. */
  keep(names: readonly string[], vectors: Float32Array): void;
  /** Of those that are kept. */
  readonly count: number;
  close(): void;
  /** Closes it and removes its file: the build is done. */
  discard(): void;
}

/** Opens the file, or begins a new one when there is none, it is another encoder's, or it is damaged. */
export function openEncodedNames(file: string, encoderFingerprint: string, dimensions: number): EncodedNames {
  const database = openDatabase(file, encoderFingerprint);
  const select = database.prepare('SELECT vector FROM encoded WHERE name = ?');
  const insert = database.prepare('INSERT OR REPLACE INTO encoded VALUES (?, ?)');
  let count = Number(database.prepare('SELECT count(*) AS names FROM encoded').get()?.['names']);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) {
      isOpen = false;
      database.close();
      if (count === 0) {
        removeDatabase(file);
      }
    }
  };
  return {
    find(name) {
      const vector = count === 0 ? undefined : select.get(name)?.['vector'];
      return vector instanceof Uint8Array && vector.byteLength === dimensions * Float32Array.BYTES_PER_ELEMENT
        ? new Float32Array(vector.slice().buffer)
        : undefined;
    },
    keep(names, vectors) {
      database.exec('BEGIN');
      names.forEach((name, i) => {
        const vector = vectors.slice(i * dimensions, (i + 1) * dimensions);
        insert.run(name, new Uint8Array(vector.buffer));
      });
      database.exec('COMMIT');
      count += names.length;
    },
    get count() {
      return count;
    },
    close,
    discard() {
      close();
      removeDatabase(file);
    },
  };
}

function openDatabase(file: string, encoderFingerprint: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    try {
      // A killed process leaves what the system has yet to write; only a power cut costs more than the last names.
      database.exec('PRAGMA synchronous = OFF');
      if (fingerprintOf(database) === encoderFingerprint) {
        return database;
      }
    } catch (error) {
      database.close();
      throw error;
    }
    database.close();
  } catch (error) {
    if (!isDamage(error)) {
      throw error;
    }
  }
  removeDatabase(file);
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA synchronous = OFF;
    CREATE TABLE encoder (fingerprint TEXT NOT NULL);
    CREATE TABLE encoded (name TEXT PRIMARY KEY, vector BLOB NOT NULL);`);
  database.prepare('INSERT INTO encoder VALUES (?)').run(encoderFingerprint);
  return database;
}

function fingerprintOf(database: DatabaseSync): unknown {
  const tables = database
    .prepare("SELECT count(*) AS tables FROM sqlite_master WHERE name IN ('encoder', 'encoded')")
    .get();
  return tables?.['tables'] === 2
    ? database.prepare('SELECT fingerprint FROM encoder').get()?.['fingerprint']
    : undefined;
}

/** SQLITE_CORRUPT and SQLITE_NOTADB; anything else, such as a full disk, is no reason to throw work away. */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return code === 11 || code === 26;
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) {
    rmSync(`${file}${suffix}`, { force: true });
  }
}
