import { describe, expect, it } from 'vitest';
import { formatConceptHtml } from '../../../src/extension/views/concept/conceptHtml.ts';
import { formatMentionCount, formatMentionsHtml } from '../../../src/extension/views/concept/mentionsHtml.ts';
import { readPageMessage } from '../../../src/extension/views/concept/pageMessage.ts';
import type { ConceptMention, ConceptPage } from '../../../src/protocol/viewMessages.ts';
import { span } from './noteState.ts';

const hostile = `</p></style></script><img src=x onerror="alert(1)"><script>alert('x')</script>`;

const page: ConceptPage = {
  concept: {
    curie: 'HP:0001250',
    preferredName: 'Seizures',
    definition: 'A transient disturbance of the brain.',
    vocabulary: 'hpo',
    semanticTypes: ['Disorder', 'Sign'],
    synonyms: [
      { name: 'Fits', scope: 'exact', abbreviation: false },
      { name: 'Sz', scope: 'exact', abbreviation: true },
      { name: 'Epilepsy', scope: 'related', abbreviation: false },
    ],
    alternativeIds: ['HP:0001303'],
  },
  vocabularyTitle: 'Human Phenotype Ontology',
  parents: [{ curie: 'HP:0012638', preferredName: 'Abnormality of nervous system physiology' }],
  crossReferences: [{ curie: 'UMLS:C0036572' }],
  replacedBy: [],
};

function format(changes: Partial<ConceptPage> = {}, previous?: string): string {
  return formatConceptHtml({ ...page, ...changes }, { nonce: 'abc', previous });
}

/** Every start tag that a browser would see, with its attributes. */
function tags(html: string): string[] {
  return [...html.matchAll(/<[a-z][^>]*>/giu)].map(([tag]) => tag);
}

/** The same without the attributes' values, in which everything is text. */
function bareTags(html: string): string[] {
  return tags(html).map((tag) => tag.replace(/"[^"]*"/gu, '""'));
}

describe('the page of a concept', () => {
  it('shows what the vocabulary says, under headings', () => {
    const html = format();
    expect(
      [...html.matchAll(/<h([1-3])[^>]*>(.*?)<\/h\1>/gu)].map(([, level, text]) => `${level} ${text}`),
    ).toEqual([
      '1 Seizures',
      '2 Definition',
      '2 About',
      '2 Synonyms',
      '3 Exact synonyms',
      '3 Related names',
      '2 Parents',
      '2 Cross references',
      '2 Mentions in the workspace',
    ]);
    expect(html).toContain('<li>Sz <span class="note">abbreviation</span></li>');
    expect(html).toContain('Human Phenotype Ontology');
    expect(html).toContain('HP:0001303');
    expect(html).toContain(
      'data-action="concept" data-value="HP:0012638">Abnormality of nervous system physiology</button>',
    );
    // No vocabulary here has it, so there is nothing to go to.
    expect(html).toContain('<li><code>UMLS:C0036572</code></li>');
    expect(html).not.toContain('<nav');
  });

  it('has a landmark, named sections and buttons that a keyboard reaches', () => {
    const html = format({}, 'Epilepsy');
    expect(html.match(/<main>/gu)).toHaveLength(1);
    expect(html).toContain('<nav aria-label="Concepts shown before">');
    expect(html).toContain('← Epilepsy</button>');
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id));
    const labels = [...html.matchAll(/aria-labelledby="([^"]+)"/gu)].map(([, id]) => id);
    expect(labels.length).toBeGreaterThan(5);
    expect(labels.filter((id) => !ids.has(id))).toEqual([]);
    expect(tags(html).filter((tag) => /^<a |onclick|tabindex="-1"/u.test(tag))).toEqual([]);
  });

  it('runs and styles nothing but what carries the nonce, and fetches nothing', () => {
    const html = format();
    const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/u.exec(html) ?? [];
    expect(policy).toBe(
      "default-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc'; base-uri 'none'; form-action 'none'",
    );
    expect(tags(html).filter((tag) => /^<(?:script|style)/u.test(tag))).toEqual([
      '<style nonce="abc">',
      '<script nonce="abc">',
    ]);
    expect(html).not.toMatch(/\s(?:src|href|style)=/u);
    expect(html).not.toMatch(/https?:|#[0-9a-f]{3,6}\b/u);
  });

  it.each([
    ['a name', { concept: { ...page.concept, preferredName: hostile } }],
    ['an identifier', { concept: { ...page.concept, curie: hostile } }],
    ['a definition', { concept: { ...page.concept, definition: hostile } }],
    [
      'a synonym',
      { concept: { ...page.concept, synonyms: [{ name: hostile, scope: 'exact', abbreviation: false }] } },
    ],
    ['a semantic type', { concept: { ...page.concept, semanticTypes: [hostile] } }],
    ['a former identifier', { concept: { ...page.concept, alternativeIds: [hostile] } }],
    ['a vocabulary', { vocabularyTitle: hostile }],
    ['a parent', { parents: [{ curie: hostile, preferredName: hostile }] }],
    ['a cross reference', { crossReferences: [{ curie: hostile }] }],
    [
      'a successor',
      {
        concept: { ...page.concept, obsolete: true },
        replacedBy: [{ curie: hostile, preferredName: hostile }],
      },
    ],
  ])('shows %s that is hostile as text', (_, changes: Partial<ConceptPage>) => {
    const html = format(changes, hostile);
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    const found = bareTags(html);
    expect(found.filter((tag) => /^<img|\sonerror/iu.test(tag))).toEqual([]);
    expect(found.filter((tag) => tag.startsWith('<script'))).toHaveLength(1);
  });

  it('warns of an obsolete one and names what to use instead', () => {
    const html = format({
      concept: { ...page.concept, obsolete: true },
      replacedBy: [{ curie: 'HP:0007359', preferredName: 'Focal-onset seizure' }],
    });
    expect(html).toContain('<strong>Obsolete.</strong> Use instead: <button');
    expect(html).toContain('Focal-onset seizure');
  });
});

describe('the mentions of a concept', () => {
  const mention = (path: string, line: number, changes: Partial<ConceptMention> = {}): ConceptMention => ({
    uri: `file:///notes/${path}`,
    path,
    range: span(line),
    text: 'seizure',
    attributes: [],
    ...changes,
  });

  it('stand under their notes, each a button with the number it has in the list', () => {
    const found = {
      mentions: [
        mention('a.txt', 2),
        mention('a.txt', 7, { attributes: [{ name: 'Negated' }] }),
        mention('b/c.txt', 0),
      ],
      total: 3,
    };
    const html = formatMentionsHtml(found);
    expect(formatMentionCount(found)).toBe('3 mentions in 2 notes');
    expect([...html.matchAll(/<h3>(\S+) /gu)].map(([, path]) => path)).toEqual(['a.txt', 'b/c.txt']);
    expect(
      [...html.matchAll(/data-value="(\d+)">([^<]+)</gu)].map(([, index, text]) => [index, text]),
    ).toEqual([
      ['0', '“seizure”, line 3'],
      ['1', '“seizure”, line 8'],
      ['2', '“seizure”, line 1'],
    ]);
    expect(html).toContain('· negated');
  });

  it('say where there are none, or more than are listed', () => {
    expect(formatMentionCount({ mentions: [], total: 0 })).toBe('No note of the workspace mentions it.');
    expect(formatMentionCount({ mentions: [mention('a.txt', 0)], total: 5_000 })).toBe(
      '5,000 mentions, the first 1:',
    );
  });

  it('show hostile text as text', () => {
    const attributes = [{ name: hostile, value: hostile }];
    const html = formatMentionsHtml({
      mentions: [mention(hostile, 0, { text: hostile, attributes })],
      total: 1,
    });
    expect(bareTags(html).filter((tag) => /^<(?:img|script)|\sonerror/iu.test(tag))).toEqual([]);
  });
});

describe('a message of the page', () => {
  it.each([
    [{ action: 'ready' }, { action: 'ready' }],
    [
      { action: 'concept', value: 'HP:1' },
      { action: 'concept', curie: 'HP:1' },
    ],
    [
      { action: 'mention', value: '12' },
      { action: 'mention', index: 12 },
    ],
    [{ action: 'mention', value: '-1' }, undefined],
    [{ action: 'mention', value: 3 }, undefined],
    [{ action: 'concept' }, undefined],
    [{ action: 'quit' }, undefined],
    ['ready', undefined],
    [null, undefined],
  ])('%j is read as %j', (message, expected) => {
    expect(readPageMessage(message)).toEqual(expected);
  });
});
