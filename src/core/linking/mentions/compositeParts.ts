import { placePart, type PartRange } from '../../mentionDetection/partRanges.ts';
import type { LinkedMention, WholeMention } from './linkedMention.ts';

/**
 * The mentions in a composite one, each with the words that name it: "left … knee pain" and "right knee pain". The mention
 * as it is where it is none, or its parts are not its words.
 */
export function splitAtParts(mention: WholeMention): LinkedMention[] {
  const { start, end, text, candidates: all, expansion, parts } = mention;
  const placed = (parts ?? []).flatMap(({ mention: name, candidates }) => {
    const ranges = placePart(mention.text, name);
    return ranges && candidates.length > 0 ? [toMention(mention, ranges, candidates)] : [];
  });
  const whole = { start, end, text, candidates: all, ...(expansion !== undefined && { expansion }) };
  return placed.length > 1 && placed.length === parts?.length ? placed : [whole];
}

function toMention(
  whole: LinkedMention,
  ranges: readonly PartRange[],
  candidates: LinkedMention['candidates'],
): LinkedMention {
  const shifted = ranges.map(({ start, end }) => ({ start: start + whole.start, end: end + whole.start }));
  return {
    start: shifted[0]?.start ?? whole.start,
    end: shifted.at(-1)?.end ?? whole.end,
    text: ranges.map(({ start, end }) => whole.text.slice(start, end)).join(' '),
    candidates,
    ...(shifted.length > 1 && { ranges: shifted }),
  };
}
