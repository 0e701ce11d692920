import type { NoteState } from '../protocol/messages.ts';
import type { Subscription } from './observable.ts';

/** The latest state of each open note, by its uri as VS Code writes it. */
export interface NoteStates {
  get(uri: string): NoteState | undefined;
  /** Keeps `state` unless one of a later document version is known already. */
  set(uri: string, state: NoteState): void;
  /** For a closed note: opened again, its versions start over. */
  delete(uri: string): void;
  /** For a restarted server, which has forgotten its suggestions. */
  clear(): void;
  onDidChange(listener: (uri: string) => void): Subscription;
}

export function createNoteStates(): NoteStates {
  const states = new Map<string, NoteState>();
  const listeners = new Set<(uri: string) => void>();
  const tell = (uri: string): void => {
    for (const listener of [...listeners]) {
      listener(uri);
    }
  };
  const forget = (uri: string): void => {
    if (states.delete(uri)) {
      tell(uri);
    }
  };
  return {
    get: (uri) => states.get(uri),
    set(uri, state) {
      const known = states.get(uri);
      if (known === undefined || known.version <= state.version) {
        states.set(uri, state);
        tell(uri);
      }
    },
    delete: forget,
    clear() {
      for (const uri of [...states.keys()]) {
        forget(uri);
      }
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}
