/** What `package.json` says of commands and keys. */
export interface Contributions {
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  readonly keybindings: readonly {
    readonly command: string;
    readonly key: string;
    readonly mac?: string;
    readonly args?: Readonly<Record<string, unknown>>;
  }[];
}

export interface ReviewKey {
  readonly command: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** As users read it: "Shift+Alt+Enter". */
  readonly key: string;
  readonly title: string;
}

/** A key's arguments in words; those that are not here are in the command's title. */
const meanings: readonly {
  readonly args: Readonly<Record<string, unknown>>;
  readonly said: string;
}[] = [
  { args: { choose: true }, said: 'choose another' },
  { args: { everywhere: true }, said: 'everywhere in the note' },
  { args: { edge: 'start' }, said: 'at its beginning' },
];

/** The keys of a review, in the order of `package.json`, which is the order of a review. */
export function reviewKeys({ commands, keybindings }: Contributions, isMac: boolean): ReviewKey[] {
  const titles = new Map(commands.map(({ command, title }) => [command, title]));
  return keybindings.map(({ command, key, mac, args }) => {
    const title = titles.get(command) ?? command;
    const said = args === undefined ? undefined : describeArguments(args);
    return {
      command,
      ...(args && { args }),
      key: formatKey(isMac && mac !== undefined ? mac : key),
      title: said === undefined ? title : `${title}: ${said}`,
    };
  });
}

function describeArguments(args: Readonly<Record<string, unknown>>): string | undefined {
  const number = args['candidate'];
  if (typeof number === 'number') {
    return `candidate ${String(number)}`;
  }
  return meanings.find((meaning) => JSON.stringify(meaning.args) === JSON.stringify(args))?.said;
}

function formatKey(key: string): string {
  return key
    .split('+')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('+');
}
