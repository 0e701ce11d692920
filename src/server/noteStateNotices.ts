/** When a client is told the state of a note that changed. */
export interface NoteStateNotices {
  /** Somebody decided something, or a file changed: at once. */
  changed(uri: string): void;
  /**
   * Somebody types in a note with `itemCount` annotations and suggestions: soon, and not for every key. Editors move
   * what they mark by themselves; the state of a note with thousands takes them longer than they have until the next
   * key, so that it comes the more rarely the larger it is.
   */
  edited(uri: string, itemCount: number): void;
  dispose(): void;
}

const pauseMs = 100;
const pausePerItemMs = 0.5;

export function createNoteStateNotices(tell: (uri: string) => void): NoteStateNotices {
  const waiting = new Map<string, NodeJS.Timeout>();
  const tellNow = (uri: string): void => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
    tell(uri);
  };
  return {
    changed: tellNow,
    edited(uri, itemCount) {
      if (!waiting.has(uri)) {
        waiting.set(
          uri,
          setTimeout(
            () => {
              tellNow(uri);
            },
            pauseMs + itemCount * pausePerItemMs,
          ),
        );
      }
    },
    dispose() {
      waiting.forEach((timer) => {
        clearTimeout(timer);
      });
      waiting.clear();
    },
  };
}
