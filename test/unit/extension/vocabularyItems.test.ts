import { describe, expect, it } from 'vitest';
import { formatVocabulary } from '../../../src/extension/views/vocabularyItems.ts';
import type { InstalledVocabulary } from '../../../src/protocol/vocabularyMessages.ts';
import { markdownTokens } from './markdownTokens.ts';

const hpo: InstalledVocabulary = {
  id: 'hpo',
  title: 'Human Phenotype Ontology',
  version: '2016-09-03',
  licence: 'HPO licence',
  source: 'hp.obo.gz',
  conceptCount: 11_034,
  nameCount: 25_252,
  vectorEngine: 'usearch',
  encoder: 'starter, fp32',
  folder: '/data/vocabularies/hpo',
  bytes: 31_400_000,
  bundled: false,
  shared: false,
  inUse: true,
  state: 'ready',
};

describe('a vocabulary in the view', () => {
  it('shows its release and how much it holds', () => {
    const { label, description, tooltip, icon, contextValue, spoken } = formatVocabulary(hpo);
    expect(label).toBe('Human Phenotype Ontology');
    expect(description).toBe('2016-09-03 · 25,252 names');
    expect(icon).toBe('book');
    expect(contextValue).toBe('added ready used');
    expect(spoken).toBe('Human Phenotype Ontology, 2016-09-03 · 25,252 names, in use');
    for (const part of ['11,034 concepts', 'HPO licence', 'starter, fp32', 'usearch', '31 MB']) {
      expect(tooltip.replaceAll('\\', '')).toContain(part);
    }
  });

  it('warns where another encoder made it', () => {
    const { description, icon, contextValue, tooltip } = formatVocabulary({ ...hpo, state: 'outdated' });
    expect(icon).toBe('warning');
    expect(description).toContain('made with another encoder');
    expect(tooltip).toContain('Rebuild it');
    expect(contextValue).toBe('added outdated used');
  });

  it('says what to do about a damaged one', () => {
    const damaged = { ...hpo, title: 'hpo', version: '', state: 'damaged' } as const;
    expect(formatVocabulary(damaged)).toMatchObject({ icon: 'error', description: 'hpo · damaged' });
    expect(formatVocabulary(damaged).tooltip).toContain('Add it again');
    expect(formatVocabulary({ ...damaged, bundled: true }).tooltip).toContain('Restart the server');
  });

  it('tells whose a shared one is', () => {
    const folder = 'terms.example.org/termlens';
    const { description, contextValue, tooltip } = formatVocabulary({
      ...hpo,
      shared: true,
      folder,
      bytes: 0,
    });
    expect(description).toBe('2016-09-03 · 25,252 names · shared');
    expect(contextValue).toBe('shared ready used');
    expect(tooltip.replaceAll('\\', '')).toContain(`Shared in: ${folder}`);
  });

  it('does nothing of what a title asks for', () => {
    const { tooltip } = formatVocabulary({
      ...hpo,
      title: '[x](command:evil) <img src=x>',
      source: '![](http://x)',
    });
    const active = markdownTokens(tooltip).filter(({ type }) => ['link', 'image', 'html'].includes(type));
    expect(active).toEqual([]);
  });
});
