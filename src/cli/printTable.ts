import Table from 'cli-table3';

/** A table without colours or boxes around cells, so that it can be read, piped and pasted. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: Object.fromEntries(
      ['top', 'bottom', 'left', 'right', 'mid', 'middle']
        .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
        .map((side) => [side, '']),
    ),
  });
  table.push(...rows.map((row) => [...row]));
  process.stdout.write(`${table.toString().replace(/ +$/gmu, '')}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
