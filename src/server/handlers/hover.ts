import type { Hover, HoverParams, Range } from 'vscode-languageserver';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { ConceptStore } from '../../core/conceptStore/conceptStore.ts';
import { findMentionInText, type NoteMention } from '../../core/linking/mentions/findInText.ts';
import type { LinkedMention } from '../../core/linking/mentions/linkedMention.ts';
import { distinctConcepts, identifiersOf } from '../../protocol/distinctConcepts.ts';
import { annotateCommand, type AddAnnotationParams } from '../../protocol/messages.ts';
import { contextOf } from '../documentContexts.ts';
import type { Engine } from '../engine.ts';
import { codeSpan, commandLink, escapeMarkdown } from '../markdown.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import { suggestedOr } from '../notes/suggestionSet.ts';

/** The extension's own commands; the hover links to them for clients that have them. */
export const linkSelectionCommand = 'termlens.linkSelection';
export const showConceptCommand = 'termlens.showConcept';

export interface HoverContext {
  readonly engine: Engine;
  readonly notes: NoteRegistry;
  readonly commandLinks: boolean;
}

/** The concepts that the mention at a position may mean, and what it is linked to already. */
export async function answerHover(
  { engine, notes, commandLinks }: HoverContext,
  { textDocument, position }: HoverParams,
  signal: AbortSignal,
): Promise<Hover | null> {
  const note = notes.get(textDocument.uri);
  await note?.settled();
  if (!note || !engine.settings.hover.enabled) {
    return null;
  }
  const { document } = note.noteDocument;
  const offset = document.offsetAt(position);
  const annotations = note.annotations.filter(({ ranges }) =>
    ranges.some(({ start, end }) => start <= offset && offset <= end),
  );
  using opened = await engine.lease();
  const found = await findMentionInText(opened.linker, document.getText(), offset, engine.linkOptions, {
    signal,
    document: contextOf(document),
  });
  const mention = suggestedOr(found, note.suggestions, offset);
  const toRange = (span: { start: number; end: number }): Range => ({
    start: document.positionAt(span.start),
    end: document.positionAt(span.end),
  });
  const sections = annotations.map((annotation) => describeAnnotation(annotation, commandLinks));
  if (mention) {
    const range = toRange(mention);
    const links = commandLinks ? describeActions(textDocument.uri, range, mention) : [];
    sections.push(
      [...(await describeCandidates(opened.stores, mention)), ...describeContext(mention), ...links].join(
        '\n\n',
      ),
    );
  }
  const shown = mention ?? annotations[0]?.ranges[0];
  return shown && sections.length > 0
    ? { contents: { kind: 'markdown', value: sections.join('\n\n---\n\n') }, range: toRange(shown) }
    : null;
}

function describeAnnotation(
  { concepts, text, type, attributes = [], comments = [] }: Annotation,
  commandLinks: boolean,
): string {
  const names = concepts.map(
    ({ curie, preferredName }) => `**${escapeMarkdown(preferredName)}** ${codeSpan(curie)}`,
  );
  const linked = names.length > 0 ? names.join(', ') : escapeMarkdown(`${text} (${type}, no concept)`);
  const said = attributes.map(({ name, value }) =>
    escapeMarkdown(value === undefined ? name : `${name}: ${value}`),
  );
  const links = commandLinks ? concepts.map(({ curie }) => showConceptLink(curie, concepts.length > 1)) : [];
  return [[`Linked: ${linked}`, ...said, ...links].join(' · '), ...comments.map(quoteComment)].join('\n\n');
}

function quoteComment(comment: string): string {
  return `> ${escapeMarkdown(comment)}`;
}

/** A line for each thing that the note says of the mention, and by what: "Negated: “denies”". */
function describeContext({ attributes }: NoteMention): string[] {
  return attributes.map(({ name, cue, section }) => {
    const what = name === 'Experiencer' ? 'Of somebody else' : name;
    const because =
      cue === undefined ? `section “${escapeMarkdown(section ?? '')}”` : `“${escapeMarkdown(cue)}”`;
    return `${what}: ${because}`;
  });
}

async function describeCandidates(
  stores: readonly ConceptStore[],
  { text, candidates, expansion }: LinkedMention,
): Promise<string[]> {
  const [first, ...others] = distinctConcepts(candidates);
  if (!first) {
    return [];
  }
  const store = stores.find(({ manifest }) => manifest.id === first.vocabulary);
  const [found] = (await store?.conceptsByCurie([first.curie])) ?? [];
  const definition = found?.definition;
  return [
    `**${escapeMarkdown(first.preferredName)}** ${describeIdentifiers(first)} — ${describeMatch(first)}`,
    ...(definition ? [escapeMarkdown(definition)] : []),
    ...(expansion === undefined
      ? []
      : [escapeMarkdown(`${text}: read as “${expansion}”, as this note says.`)]),
    ...(others.length > 0
      ? [
          others
            .map(
              (other) =>
                `- ${escapeMarkdown(other.preferredName)} ${describeIdentifiers(other)} — ${describeMatch(other)}`,
            )
            .join('\n'),
        ]
      : []),
  ];
}

function describeIdentifiers(candidate: LinkedMention['candidates'][number]): string {
  return identifiersOf(candidate).map(codeSpan).join(' ');
}

function describeMatch({
  semanticTypes,
  matchType,
  matchedName,
  score,
}: LinkedMention['candidates'][number]): string {
  const why = matchType === 'exact' ? 'exact' : `${matchType}, like “${matchedName}”`;
  return escapeMarkdown(`${[...semanticTypes, why].join(' · ')} · ${score.toFixed(2)}`);
}

function describeActions(uri: string, range: Range, { text, candidates }: LinkedMention): string[] {
  const [first] = candidates;
  const annotate: AddAnnotationParams | undefined = first && { uri, range, curie: first.curie };
  return first && annotate
    ? [
        [
          commandLink(`Link to ${first.preferredName}`, annotateCommand, annotate),
          commandLink('Choose…', linkSelectionCommand, { uri, range, text }),
          showConceptLink(first.curie, false),
        ].join(' · '),
      ]
    : [];
}

function showConceptLink(curie: string, isOneOfMany: boolean): string {
  return commandLink(isOneOfMany ? `Show ${curie}` : 'Show Concept', showConceptCommand, curie);
}
