import type { Candidate, LinkResult } from '../../core/linking/candidate.ts';
import { distinctConcepts, identifiersOf } from '../../protocol/distinctConcepts.ts';
import { printJson, printTable } from '../printTable.ts';
import { withLinking, type SessionOptions } from '../session.ts';

/** `termlens link`: the concepts that each mention may mean. */
export async function linkMentions(
  installFolder: string,
  mentions: readonly string[],
  options: SessionOptions,
): Promise<void> {
  const results = await withLinking(installFolder, options, ({ linker, linkOptions, signal }) =>
    linker.link(mentions, linkOptions, { signal }),
  );
  if (options.json) {
    printJson(results);
  } else {
    printTable(['Mention', 'Concept', 'Identifier', 'Match', 'Score'], results.flatMap(toRows));
  }
}

function toRows({ mention, candidates }: LinkResult): string[][] {
  return candidates.length === 0
    ? [[mention, '(nothing close enough)', '', '', '']]
    : distinctConcepts(candidates).map((candidate, i) => [
        i === 0 ? mention : '',
        candidate.preferredName,
        identifiersOf(candidate).join(' '),
        describeMatch(candidate),
        candidate.score.toFixed(2),
      ]);
}

function describeMatch({ matchType, matchedName }: Candidate): string {
  return matchType === 'exact' ? 'exact' : `${matchType}: ${matchedName}`;
}
