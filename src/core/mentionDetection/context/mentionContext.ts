import { sectionAt } from '../noteSections.ts';
import { sentenceAt, type Sentence } from '../sentences.ts';
import type { ContextAttribute, ContextName } from './contextAttribute.ts';
import { findScopes, tokensOf, type CueScope } from './cueScopes.ts';
import { assertionCues } from './cues/assertionCues.ts';
import { clauseEnds } from './cues/clauseEnds.ts';
import { experiencerCues } from './cues/experiencerCues.ts';
import { historyCues } from './cues/historyCues.ts';
import { hypothesisCues } from './cues/hypothesisCues.ts';
import { readCueTables, type CueTable } from './cueTable.ts';
import { attributeOfSection, changesSection } from './sectionContext.ts';

/** Tells what a note says of its mentions, and remembers the sentences it has read, so that an edit elsewhere costs nothing. */
export interface ContextReader {
  /** In a fixed order; none for a mention that is simply stated of the patient now. Offsets in UTF-16 code units. */
  read(text: string, mention: { readonly start: number; readonly end: number }): readonly ContextAttribute[];
}

/** More sentences than most notes have; the oldest are forgotten first. */
const rememberedSentences = 2_000;

const order: readonly ContextName[] = ['Negated', 'Possible', 'Historical', 'Hypothetical', 'Experiencer'];

const tables: readonly { table: CueTable; exclusive: boolean; ofSection?: ContextName }[] = [
  { table: readCueTables(clauseEnds, assertionCues), exclusive: true },
  { table: readCueTables(clauseEnds, historyCues), exclusive: false, ofSection: 'Historical' },
  { table: readCueTables(clauseEnds, hypothesisCues), exclusive: false },
  { table: readCueTables(clauseEnds, experiencerCues), exclusive: false, ofSection: 'Experiencer' },
];

/**
 * Reads the context of mentions by cues, the scope of cues, and sections, after NegEx (Chapman et al. 2001) and ConText
 * (Harkema et al. 2009). What it says of a mention depends on its sentence and the heading above it alone.
 */
export function createContextReader(): ContextReader {
  const known = new Map<string, SentenceContext>();

  const contextOf = (sentence: string): SentenceContext => {
    const remembered = known.get(sentence);
    if (remembered) {
      return remembered;
    }
    const [oldest] = known.keys();
    if (known.size >= rememberedSentences && oldest !== undefined) {
      known.delete(oldest);
    }
    const context = readSentence(sentence);
    known.set(sentence, context);
    return context;
  };

  let last: Place | undefined;

  const placeOf = (text: string, start: number): Place => {
    const isSame = last?.text === text && last.start <= start && start < last.end;
    const place = isSame && last ? last : readPlace(text, start);
    last = place;
    return place;
  };

  return {
    read(text, mention) {
      const place = placeOf(text, mention.start);
      const sentence = text.slice(place.start, place.end);
      const { scopes, plain } = contextOf(sentence);
      const inSentence = { start: mention.start - place.start, end: mention.end - place.start };
      const { heading, attribute } = changesSection(sentence) ? readSection(text, mention.start) : place;
      return order.flatMap((name): ContextAttribute[] => {
        const value = name === 'Experiencer' ? { value: 'Other' } : {};
        const cue = nearestCue(scopes, name, inSentence);
        if (cue !== undefined) {
          return [{ name, ...value, cue }];
        }
        return attribute === name && !plain.includes(name) ? [{ name, ...value, section: heading }] : [];
      });
    },
  };
}

/** A sentence, and what its section says of what is in it. */
interface Place extends Sentence, SectionContext {
  readonly text: string;
}

interface SectionContext {
  readonly heading: string;
  readonly attribute: ContextName | undefined;
}

function readPlace(text: string, offset: number): Place {
  const sentence = sentenceAt(text, offset);
  return { text, ...sentence, ...readSection(text, sentence.start) };
}

function readSection(text: string, offset: number): SectionContext {
  const section = sectionAt(text, offset);
  return {
    heading: section?.heading ?? '',
    attribute: section && attributeOfSection(section, text, offset),
  };
}

interface SentenceContext {
  readonly scopes: readonly CueScope[];
  /** What the sentence denies of its mentions, should its section say it of them. */
  readonly plain: readonly ContextName[];
}

function readSentence(sentence: string): SentenceContext {
  const tokens = tokensOf(sentence);
  const read = tables.map(({ table, exclusive, ofSection }) => ({
    ...findScopes(sentence, tokens, table, exclusive),
    ofSection,
  }));
  return {
    scopes: read.flatMap(({ scopes }) => scopes),
    plain: read.flatMap(({ isPlain, ofSection }) => (isPlain && ofSection ? [ofSection] : [])),
  };
}

/** A name may hold a word at which the clause of the cue before it would end; the cue itself is no part of it. */
function isWithin({ start, end }: Sentence, scope: CueScope): boolean {
  return scope.start <= start && (scope.direction === 'before' ? start < scope.end : end <= scope.end);
}

function nearestCue(scopes: readonly CueScope[], name: ContextName, mention: Sentence): string | undefined {
  return scopes
    .filter((scope) => scope.kind === name && isWithin(mention, scope))
    .sort((a, b) => distance(a, mention) - distance(b, mention))[0]?.cue;
}

function distance(scope: CueScope, { start, end }: Sentence): number {
  return scope.direction === 'before' ? start - scope.start : scope.end - end;
}
