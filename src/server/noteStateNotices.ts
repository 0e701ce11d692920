/** When a client is told the state of a note that changed. */
export interface NoteStateNotices {
  /** Somebody decided something, or a file changed: at once. */
  changed(uri: string): void;
  /**
   * Somebody types in a note with `itemCount` annotations and suggestions: when they pause, or after a while. Editors
   * move what they mark by themselves; the state of a note with thousands takes them longer than they have until the
   * next key, so that the pause is the longer the larger it is.
   */
  edited(uri: string, itemCount: number): void;
  dispose(): void;
}

const pauseMs = 100;
const pausePerItemMs = 0.5;
/** Who types without a pause is told after so many of them. */
const mostPauses = 4;

export function createNoteStateNotices(tell: (uri: string) => void): NoteStateNotices {
  const waiting = new Map<string, { readonly timer: NodeJS.Timeout; readonly since: number }>();
  const tellNow = (uri: string): void => {
    clearTimeout(waiting.get(uri)?.timer);
    waiting.delete(uri);
    tell(uri);
  };
  return {
    changed: tellNow,
    edited(uri, itemCount) {
      const now = performance.now();
      const { timer, since } = waiting.get(uri) ?? { since: now };
      const pause = pauseMs + itemCount * pausePerItemMs;
      clearTimeout(timer);
      const delay = Math.min(pause, Math.max(0, since + mostPauses * pause - now));
      waiting.set(uri, { since, timer: setTimeout(tellNow, delay, uri) });
    },
    dispose() {
      waiting.forEach(({ timer }) => {
        clearTimeout(timer);
      });
      waiting.clear();
    },
  };
}
