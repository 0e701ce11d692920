/** Keeps the suggestions of notes that were annotated in step with their edits. */
export interface LiveAnnotation {
  /** The note has its suggestions; from now on its edits are followed. */
  follow(uri: string): void;
  /** Looks again once the note was left alone for a moment; what is under way for an older text is given up. */
  edited(uri: string): void;
  /** The note was closed, or has other suggestions now. */
  leave(uri: string): void;
}

export interface LiveAnnotationOptions {
  annotate(uri: string, signal: AbortSignal): Promise<unknown>;
  /** Of what went wrong in the background; never of what was given up. */
  onError(error: unknown): void;
  /** How long nobody types before it looks again, in milliseconds. */
  readonly pauseMs?: number;
}

const defaultPauseMs = 300;

export function createLiveAnnotation({
  annotate,
  onError,
  pauseMs = defaultPauseMs,
}: LiveAnnotationOptions): LiveAnnotation {
  const followed = new Map<string, AbortController>();

  const begin = (uri: string): AbortController => {
    followed.get(uri)?.abort();
    const controller = new AbortController();
    followed.set(uri, controller);
    return controller;
  };

  return {
    follow(uri) {
      begin(uri);
    },
    edited(uri) {
      if (!followed.has(uri)) {
        return;
      }
      const { signal } = begin(uri);
      const timer = setTimeout(() => {
        annotate(uri, signal).catch((error: unknown) => {
          if (!signal.aborted) {
            onError(error);
          }
        });
      }, pauseMs);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
      });
    },
    leave(uri) {
      followed.get(uri)?.abort();
      followed.delete(uri);
    },
  };
}
