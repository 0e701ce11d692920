import { withLinking, type SessionOptions } from '../session.ts';
import { createNoteAnnotator, type AnnotatedText } from './noteAnnotator.ts';

export interface AnnotatorRequest {
  readonly text: string;
}

export type AnnotatorMessage =
  | { readonly kind: 'ready'; readonly madeWith: string }
  | { readonly kind: 'annotated'; readonly annotated: AnnotatedText }
  | { readonly kind: 'failed'; readonly message: string };

/** One process of a pool: annotates what its parent sends it, one text at a time, until the parent is gone. */
export async function serveAnnotator(installFolder: string, options: SessionOptions): Promise<void> {
  await withLinking(installFolder, options, async (session) => {
    const annotator = createNoteAnnotator(session);
    const answer = ({ text }: AnnotatorRequest): void => {
      annotator
        .annotate(text)
        .then((annotated) => send({ kind: 'annotated', annotated }))
        .catch((error: unknown) =>
          send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
        );
    };
    process.on('message', answer);
    send({ kind: 'ready', madeWith: annotator.madeWith });
    // Aborted when the channel closes, unless that was before anybody listened.
    if (process.connected && !session.signal.aborted) {
      await new Promise((resolve) => {
        session.signal.addEventListener('abort', resolve, { once: true });
      });
    }
    // Whoever listens keeps the channel open, and with it the process.
    process.off('message', answer);
  });
}

function send(message: AnnotatorMessage): void {
  // The parent may be gone by now.
  process.send?.(message, () => undefined);
}
