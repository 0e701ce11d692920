import { describe, expect, it } from 'vitest';
import {
  checkVocabularyAddress,
  groupKnownVocabularies,
  type KnownVocabularyChoice,
} from '../../../src/extension/commands/knownVocabularyChoices.ts';
import type { KnownVocabularyInfo } from '../../../src/protocol/vocabularyMessages.ts';
import { createBrought, createKnown } from '../vocabulary/catalogue/knownVocabularies.ts';

function choicesOf(known: KnownVocabularyInfo): readonly KnownVocabularyChoice[] {
  return groupKnownVocabularies([known]).flatMap(({ choices }) => choices);
}

describe('vocabularies that can be added by name', () => {
  it('are grouped by what it takes to have them, without empty groups', () => {
    const known = [createBrought('codes'), createKnown(), createKnown({ id: 'more' })];
    expect(
      groupKnownVocabularies(known).map(({ title, choices }) => [
        title,
        ...choices.map(({ vocabulary }) => vocabulary.id),
      ]),
    ).toEqual([
      ['To be fetched', 'devices', 'more'],
      ['To be brought by you', 'codes'],
    ]);
    expect(groupKnownVocabularies([])).toEqual([]);
  });

  it('are found by any of their names, and say what they cost', () => {
    const [choice] = choicesOf(createKnown({ concepts: 19_000, bytes: 11_000_000 }));
    expect(choice).toMatchObject({
      label: '$(cloud-download) Device Ontology',
      description: 'devices, dev, devo',
      detail: '19,000 concepts · 11 MB · Nobody · CC0-1.0',
    });
  });

  it('say which release is here already', () => {
    const [choice] = choicesOf({ ...createKnown(), installedVersion: '2026-01-01' });
    expect(choice?.label).toContain('$(check)');
    expect(choice?.detail).toContain('here: 2026-01-01');
  });
});

describe('an address', () => {
  it.each(['https://example.org/a.obo', 'http://127.0.0.1:8000/a', 'HTTPS://EXAMPLE.ORG'])(
    '%s',
    (address) => {
      expect(checkVocabularyAddress(address)).toBeUndefined();
    },
  );

  it.each(['', 'hp.obo', '/etc/passwd', 'file:///etc/passwd', 'ftp://example.org/a', 'https://'])(
    'is not %j',
    (address) => {
      expect(checkVocabularyAddress(address)).toContain('https://example.org');
    },
  );
});
