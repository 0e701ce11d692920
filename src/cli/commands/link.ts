import type { LinkResult } from '../../core/linking/candidate.ts';
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
    : candidates.map(({ preferredName, curie, matchType, matchedName, score }, i) => [
        i === 0 ? mention : '',
        preferredName,
        curie,
        matchType === 'exact' ? 'exact' : `${matchType}: ${matchedName}`,
        score.toFixed(2),
      ]);
}
