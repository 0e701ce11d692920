/** Slips of the pen for `text`, the same ones every time: one, or two in a longer text. */
export function mistype(text: string): string {
  const next = createRandom(text);
  let mistyped = text;
  for (let slips = text.length > 16 ? 2 : 1; slips > 0; slips--) {
    mistyped = slip(mistyped, next);
  }
  return mistyped;
}

const shortestWord = 5;

/** Within a longer word, past its first letter, where most slips happen. */
function slip(text: string, next: (below: number) => number): string {
  const words = [...text.matchAll(/[a-z]+/giu)].filter(([word]) => word.length >= shortestWord);
  const chosen = words[next(Math.max(1, words.length))];
  if (!chosen) {
    return text;
  }
  const at = chosen.index + 1 + next(chosen[0].length - 2);
  const before = text.slice(0, at);
  const [letter, following] = [text.charAt(at), text.charAt(at + 1)];
  const other = 'aeiorstnl'.charAt(next(9));
  switch (next(4)) {
    case 0:
      return before + text.slice(at + 1);
    case 1:
      return before + following + letter + text.slice(at + 2);
    case 2:
      return before + letter + letter + text.slice(at + 1);
    default:
      return before + other + text.slice(at + 1);
  }
}

function createRandom(seed: string): (below: number) => number {
  let state = 7;
  for (const character of seed) {
    state = (state * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  }
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
