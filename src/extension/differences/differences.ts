import { noteDifferencesRequest, type NoteDifferences } from '../../protocol/adjudicationMessages.ts';
import type { NoteStates } from '../noteStates.ts';
import type { Subscription } from '../observable.ts';
import type { Server } from '../serverConnection.ts';
import { listUndecided, locateDifferences, type LocatedDifference } from './locatedDifference.ts';

/** What is left to decide in the open notes. */
export interface Differences extends Subscription {
  /** In the order of the note; none while the server is asked which versions belong together. */
  get(uri: string): readonly LocatedDifference[];
  /** What the server answered to a decision. */
  set(uri: string, left: NoteDifferences): void;
  onDidChange(listener: (uri: string) => void): Subscription;
}

interface Known {
  /** Of which annotations the server was asked. */
  readonly ids: string;
  readonly differences?: NoteDifferences;
}

export function createDifferences(
  server: Pick<Server, 'request'>,
  noteStates: NoteStates,
  onError: (error: unknown) => void,
): Differences {
  const byUri = new Map<string, Known>();
  const listeners = new Set<(uri: string) => void>();
  const tell = (uri: string): void => {
    [...listeners].forEach((listener) => {
      listener(uri);
    });
  };
  const keyOf = (uri: string): string => listUndecided(noteStates.get(uri)).join(' ');
  const fetchFor = async (uri: string, ids: string): Promise<void> => {
    try {
      const differences = await server.request(noteDifferencesRequest, { uri });
      if (byUri.get(uri)?.ids === ids) {
        byUri.set(uri, { ids, differences });
        tell(uri);
      }
    } catch (error) {
      byUri.delete(uri);
      onError(error);
    }
  };
  const follow = (uri: string): void => {
    const ids = keyOf(uri);
    const known = byUri.get(uri);
    if (ids === '') {
      byUri.delete(uri);
    } else if (known?.ids !== ids) {
      // What was known of those that are left still holds.
      byUri.set(uri, { ...known, ids });
      void fetchFor(uri, ids);
      return;
    }
    if (known !== undefined) {
      tell(uri);
    }
  };
  const subscription = noteStates.onDidChange(follow);
  return {
    get: (uri) => locateDifferences(byUri.get(uri)?.differences, noteStates.get(uri)),
    set(uri, left) {
      byUri.set(uri, { ids: keyOf(uri), differences: left });
      tell(uri);
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    dispose() {
      subscription.dispose();
      listeners.clear();
    },
  };
}
