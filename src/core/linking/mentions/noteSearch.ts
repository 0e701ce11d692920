import { createContextReader } from '../../mentionDetection/context/mentionContext.ts';
import { splitIntoSentences } from '../../mentionDetection/sentences.ts';
import type { LinkOptions } from '../candidate.ts';
import { expandAbbreviations, type DocumentContext } from '../documentContext.ts';
import { isAmbiguous } from '../disambiguate.ts';
import { toNoteMention, type NoteMention } from './findInText.ts';
import { findMentions } from './findMentions.ts';
import type { LinkedMention } from './linkedMention.ts';
import type { Linker } from '../linker.ts';
import { readSurroundings, type Surroundings } from '../surroundings.ts';

/** By what a note is searched. */
export interface SearchSituation {
  readonly linker: Linker;
  readonly options: LinkOptions;
  readonly document: DocumentContext;
  readonly signal?: AbortSignal | undefined;
  /** Sentences of the note that are done, of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Finds the mentions of one note, again and again while it is edited. */
export interface NoteSearch {
  /**
   * All mentions in order, as `findMentions` finds them in each sentence; offsets are UTF-16 code units of `text`. Only sentences that were
   * not in the text before are looked up. Rejects with `signal.reason` when aborted; what was found is remembered.
   */
  find(text: string, situation: SearchSituation): Promise<readonly NoteMention[]>;
}

interface NoteSentence extends Surroundings {
  readonly start: number;
  /** Whatever its mentions depend on, but for the rest of the note where a name has several meanings. */
  readonly key: string;
}

interface KnownSentence {
  /** With offsets in the sentence. */
  readonly mentions: readonly LinkedMention[];
  /** The note by which the meaning of a name was chosen; nothing where every name has one. */
  readonly chosenBy: DocumentContext | undefined;
}

/** Enough names for full batches, few enough for a lively progress bar. */
const sentencesAtOnce = 32;

export function createNoteSearch(): NoteSearch {
  let known = new Map<string, KnownSentence>();
  let knownOf: { readonly linker: Linker; readonly options: string } | undefined;
  const context = createContextReader();

  return {
    async find(text, { linker, options, document, signal, onProgress }) {
      const serialized = JSON.stringify(options);
      if (knownOf?.linker !== linker || knownOf.options !== serialized) {
        known = new Map();
        knownOf = { linker, options: serialized };
      }
      const sentences = readSentences(text, document);
      const isNew = ({ key }: NoteSentence): boolean => {
        const found = known.get(key);
        return !found || (found.chosenBy !== undefined && found.chosenBy !== document);
      };
      const unknown = [
        ...new Map(sentences.filter(isNew).map((sentence) => [sentence.key, sentence])).values(),
      ];
      const knownCount = sentences.length - unknown.length;
      for (let first = 0; first < unknown.length; first += sentencesAtOnce) {
        signal?.throwIfAborted();
        onProgress?.(knownCount + first, sentences.length);
        const some = unknown.slice(first, first + sentencesAtOnce);
        // While the names of one half are searched, those of the other are encoded.
        const halves = [some.slice(0, sentencesAtOnce / 2), some.slice(sentencesAtOnce / 2)];
        const found = (
          await Promise.all(halves.map((half) => findMentions(linker, half, options, { document, signal })))
        ).flat();
        some.forEach(({ key }, i) => {
          const mentions = found[i] ?? [];
          known.set(key, { mentions, chosenBy: mentions.some(isAmbiguous) ? document : undefined });
        });
      }
      const mentions = sentences.flatMap(({ start, key }) =>
        (known.get(key)?.mentions ?? []).map((mention) => toNoteMention(mention, start, text, context)),
      );
      // Only what the note holds now: a day of editing fills no memory.
      known = new Map(sentences.flatMap(({ key }) => withKey(key, known.get(key))));
      return mentions;
    },
  };
}

function withKey(key: string, sentence: KnownSentence | undefined): [string, KnownSentence][] {
  return sentence ? [[key, sentence]] : [];
}

function readSentences(text: string, document: DocumentContext): NoteSentence[] {
  return Array.from(splitIntoSentences(text), (span) => {
    const surroundings = readSurroundings(text, span);
    const { sentence, section } = surroundings;
    const writtenOut = expandAbbreviations(sentence, document);
    return {
      ...surroundings,
      start: span.start,
      key: [section ?? '', sentence, writtenOut === sentence ? '' : writtenOut].join('\0'),
    };
  });
}
