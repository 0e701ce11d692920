import type { ConceptPage, RelatedConcept } from '../../../protocol/viewMessages.ts';
import { escapeHtml } from '../escapeText.ts';
import { conceptScript, conceptStyle } from './conceptAssets.ts';

export interface ConceptHtmlOptions {
  /** What carries it runs and styles the page; nothing else does. */
  readonly nonce: string;
  /** The concept that was shown before, if there is one. */
  readonly previous: string | undefined;
}

const scopes = [
  ['exact', 'Exact synonyms'],
  ['narrow', 'Narrower names'],
  ['broad', 'Broader names'],
  ['related', 'Related names'],
] as const;

/**
 * A concept's page for a webview: nothing in it is fetched, and whatever a vocabulary contains is shown as text. Its
 * buttons post `{ action, value }`; `{ action: 'ready' }` asks for the mentions, which come as `{ count, mentions }`.
 */
export function formatConceptHtml(page: ConceptPage, { nonce, previous }: ConceptHtmlOptions): string {
  const { concept, parents, crossReferences } = page;
  const name = escapeHtml(concept.preferredName);
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<style nonce="${nonce}">${conceptStyle}</style>
</head>
<body>
${previous === undefined ? '' : `<nav aria-label="Concepts shown before">${button('back', '', `← ${previous}`)}</nav>`}
<main>
<header>
<h1>${name}</h1>
<p class="identifier"><code>${escapeHtml(concept.curie)}</code> ${button('copy', '', 'Copy Identifier', 'action')} <span id="status" role="status"></span></p>
${obsoleteNote(page)}
</header>
${concept.definition === undefined ? '' : section('definition', 'Definition', `<p>${escapeHtml(concept.definition)}</p>`)}
${formatFacts(page)}
${formatSynonyms(page)}
${parents.length === 0 ? '' : section('parents', 'Parents', relatedList(parents))}
${crossReferences.length === 0 ? '' : section('references', 'Cross references', relatedList(crossReferences))}
${section('mentions', 'Mentions in the workspace', '<p id="mention-count" role="status">Reading the notes …</p><div id="mentions"></div>')}
</main>
<script nonce="${nonce}">${conceptScript}</script>
</body>
</html>
`;
}

function obsoleteNote({ concept, replacedBy }: ConceptPage): string {
  if (concept.obsolete !== true) {
    return '';
  }
  const instead =
    replacedBy.length === 0
      ? ''
      : `Use instead: ${replacedBy.map((related) => relatedButton(related)).join(', ')}`;
  return `<p class="warning"><strong>Obsolete.</strong> ${instead}</p>`;
}

function formatFacts({ concept, vocabularyTitle }: ConceptPage): string {
  const { semanticTypes, alternativeIds = [] } = concept;
  const rows = [
    ['Vocabulary', vocabularyTitle],
    ...(semanticTypes.length > 0 ? [['Semantic types', semanticTypes.join(', ')]] : []),
    ...(alternativeIds.length > 0 ? [['Former identifiers', alternativeIds.join(', ')]] : []),
  ];
  const cells = rows.map(([name = '', value = '']) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  return section('about', 'About', `<dl>${cells.join('')}</dl>`);
}

function formatSynonyms({ concept: { synonyms } }: ConceptPage): string {
  const lists = scopes.flatMap(([scope, title]) => {
    const names = synonyms.filter((synonym) => synonym.scope === scope);
    const items = names.map(
      ({ name, abbreviation }) =>
        `<li>${escapeHtml(name)}${abbreviation ? ' <span class="note">abbreviation</span>' : ''}</li>`,
    );
    return names.length === 0
      ? []
      : [`<h3 id="scope-${scope}">${title}</h3><ul aria-labelledby="scope-${scope}">${items.join('')}</ul>`];
  });
  return lists.length === 0 ? '' : section('synonyms', 'Synonyms', lists.join(''));
}

function relatedList(related: readonly RelatedConcept[]): string {
  return `<ul>${related.map((concept) => `<li>${relatedButton(concept)}</li>`).join('')}</ul>`;
}

/** What no vocabulary here has cannot be shown. */
function relatedButton({ curie, preferredName }: RelatedConcept): string {
  return preferredName === undefined
    ? `<code>${escapeHtml(curie)}</code>`
    : `${button('concept', curie, preferredName)} <code>${escapeHtml(curie)}</code>`;
}

function section(id: string, title: string, content: string): string {
  return `<section aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`;
}

function button(action: string, value: string, text: string, kind = 'link'): string {
  return `<button type="button" class="${kind}" data-action="${action}" data-value="${escapeHtml(value)}">${escapeHtml(text)}</button>`;
}
