import fc from 'fast-check';

/** What a file says, besides its numbers. Values are given once, so that a merged file can be asked for each. */
export interface ModelMention {
  /** The covered text, which says who it is. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly concepts: readonly string[];
  readonly attributes: readonly string[];
  readonly comments: readonly string[];
}

export interface Model {
  readonly mentions: readonly ModelMention[];
  /** Between two mentions, by their names. */
  readonly relations: readonly { readonly type: string; readonly args: readonly [string, string] }[];
}

const step = fc.record({
  do: fc.constantFrom('add', 'remove', 'widen', 'concept', 'attribute', 'comment', 'uncomment', 'relation'),
  at: fc.nat({ max: 40 }),
  length: fc.integer({ min: 1, max: 6 }),
  which: fc.double({ min: 0, max: 0.999, noNaN: true }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const steps = fc.array(step, { maxLength: 6 });

/** The model after somebody's work; `who` makes its new values unlike any others. */
export function work(model: Model, taken: readonly Step[], who: string): Model {
  return taken.reduce((before, one, i) => take(before, one, `${who}${i}`), model);
}

function take({ mentions, relations }: Model, { do: what, at, length, which }: Step, value: string): Model {
  const chosen = Math.floor(which * mentions.length);
  const mention = mentions[chosen];
  if (what === 'add') {
    const added = {
      name: value,
      start: at,
      end: at + length,
      type: length % 2 === 0 ? 'Disease' : 'Symptom',
      concepts: length % 3 === 0 ? [] : [`X:${value}`],
      attributes: [],
      comments: [],
    };
    return { mentions: [...mentions, added], relations };
  }
  if (mention === undefined) {
    return { mentions, relations };
  }
  const { name } = mention;
  const changed = (change: Partial<ModelMention>): Model => ({
    mentions: mentions.with(chosen, { ...mention, ...change }),
    relations,
  });
  switch (what) {
    case 'remove':
      return {
        mentions: mentions.filter((other) => other !== mention),
        relations: relations.filter(({ args }) => !args.includes(name)),
      };
    case 'widen':
      return changed({ start: Math.max(0, mention.start - 1), end: mention.end + length });
    case 'concept':
      return changed({ concepts: [`X:${value}`] });
    case 'attribute':
      return changed({ attributes: [...mention.attributes, `Is_${value} yes`] });
    case 'comment':
      return changed({ comments: [...mention.comments, `said ${value}`] });
    case 'uncomment':
      return changed({ comments: mention.comments.slice(1) });
    case 'relation': {
      const other = mentions[(chosen + 1) % mentions.length] ?? mention;
      return { mentions, relations: [...relations, { type: `R_${value}`, args: [name, other.name] }] };
    }
  }
}

/** As brat standoff, numbered from `first` on unless a mention has a number already in `numbers`. */
export function format(model: Model, numbers: Map<string, string> = new Map(), first = 1): string {
  let next = { T: first, N: first, A: first, '#': first, R: first };
  const take = (letter: keyof typeof next): string => {
    const number = `${letter}${next[letter]}`;
    next = { ...next, [letter]: next[letter] + 1 };
    return number;
  };
  const lines: string[] = [];
  for (const mention of model.mentions) {
    const taken = new Set(numbers.values());
    let id = numbers.get(mention.name);
    while (id === undefined || (!numbers.has(mention.name) && taken.has(id))) {
      id = take('T');
    }
    numbers.set(mention.name, id);
    lines.push(`${id}\t${mention.type} ${mention.start} ${mention.end}\t${mention.name}`);
    lines.push(...mention.concepts.map((curie) => `${take('N')}\tReference ${id} ${curie}\tName`));
    lines.push(
      ...mention.attributes.map((attribute) => {
        const [name = '', value = ''] = attribute.split(' ');
        return `${take('A')}\t${name} ${id} ${value}`;
      }),
    );
    lines.push(...mention.comments.map((comment) => `${take('#')}\tAnnotatorNotes ${id}\t${comment}`));
  }
  for (const { type, args } of model.relations) {
    const [one = '', other = ''] = args.map((name) => numbers.get(name));
    lines.push(`${take('R')}\t${type} Arg1:${one} Arg2:${other}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** What a file says of each mention and relation, read without the code under test. */
export function read(text: string): {
  readonly mentions: readonly (ModelMention & { readonly id: string })[];
  readonly relations: Model['relations'];
  /** Identifiers that are given twice, or referred to and not there. */
  readonly troubles: readonly string[];
} {
  const lines = text.split('\n').filter((line) => line !== '');
  const ids = lines.map((line) => line.split('\t')[0] ?? '');
  const said = (letter: string, id: string): string[] =>
    lines
      .filter((line) => line.startsWith(letter) && line.split('\t')[1]?.split(' ')[1] === id)
      .map((line) => line);
  const mentions = lines
    .filter((line) => line.startsWith('T'))
    .map((line) => {
      const [id = '', body = '', name = ''] = line.split('\t');
      const [type = '', start, end] = body.split(' ');
      return {
        id,
        name,
        type,
        start: Number(start),
        end: Number(end),
        concepts: said('N', id).map((one) => one.split('\t')[1]?.split(' ')[2] ?? ''),
        attributes: said('A', id).map((one) =>
          (one.split('\t')[1] ?? '')
            .split(' ')
            .filter((_, i) => i !== 1)
            .join(' '),
        ),
        comments: said('#', id).map((one) => one.split('\t')[2] ?? ''),
      };
    });
  const nameOf = (id: string): string => mentions.find((mention) => mention.id === id)?.name ?? id;
  const relations = lines
    .filter((line) => line.startsWith('R'))
    .map((line) => {
      const [type = '', one = '', other = ''] = (line.split('\t')[1] ?? '').split(' ');
      return { type, args: [nameOf(one.slice(5)), nameOf(other.slice(5))] as const };
    });
  const targets = lines.flatMap((line) =>
    [...(line.split('\t')[1] ?? '').matchAll(/\bT\d+\b/gu)].map(String),
  );
  return {
    mentions,
    relations,
    troubles: [
      ...ids.filter((id, i) => ids.indexOf(id) !== i),
      ...targets.filter((target) => !ids.includes(target)),
    ],
  };
}

/** Every value that a file holds, whatever it is said of. */
export function valuesOf({ mentions, relations }: Model): Set<string> {
  return new Set([
    ...mentions.flatMap(({ concepts, attributes, comments }) => [...concepts, ...attributes, ...comments]),
    ...relations.map(({ type }) => type),
  ]);
}
