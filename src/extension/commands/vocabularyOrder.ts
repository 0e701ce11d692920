/** A vocabulary as the order of preference knows it. */
interface Ordered {
  readonly id: string;
  readonly bundled: boolean;
  readonly inUse: boolean;
}

/** The setting is the list of ids; an empty one stands for all, those that come with TermLens first. */
export type VocabularyOrder = readonly string[];

/** With the vocabulary switched on, at the end, or off; undefined where nothing would be left to search. */
export function switchVocabulary(
  vocabularies: readonly Ordered[],
  id: string,
  isOn: boolean,
): VocabularyOrder | undefined {
  const others = idsInUse(vocabularies).filter((other) => other !== id);
  return toSetting(vocabularies, isOn ? [...others, id] : others);
}

/** With the vocabulary `by` places further down; one that is not in use, or would leave the list, stays. */
export function moveVocabulary(
  vocabularies: readonly Ordered[],
  id: string,
  by: number,
): VocabularyOrder | undefined {
  const ids = idsInUse(vocabularies);
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) {
    return toSetting(vocabularies, ids);
  }
  return toSetting(vocabularies, ids.toSpliced(from, 1).toSpliced(to, 0, id));
}

function idsInUse(vocabularies: readonly Ordered[]): readonly string[] {
  return vocabularies.filter(({ inUse }) => inUse).map(({ id }) => id);
}

/** The shortest way to say it, in which vocabularies that are added later are searched as well. */
function toSetting(vocabularies: readonly Ordered[], ids: readonly string[]): VocabularyOrder | undefined {
  const all = vocabularies.toSorted(
    (a, b) => Number(b.bundled) - Number(a.bundled) || (a.id < b.id ? -1 : 1),
  );
  const isDefault = all.length === ids.length && all.every(({ id }, i) => id === ids[i]);
  return ids.length === 0 ? undefined : isDefault ? [] : ids;
}
