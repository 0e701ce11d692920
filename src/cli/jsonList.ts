/** A JSON array on standard output whose items come one after the other, as `printJson` prints it whole. */
export interface JsonList {
  add(item: unknown): void;
  end(): void;
}

export function createJsonList(): JsonList {
  let isEmpty = true;
  return {
    add(item) {
      const lines = JSON.stringify(item, null, 2).replaceAll(/^/gmu, '  ');
      process.stdout.write(`${isEmpty ? '[' : ','}\n${lines}`);
      isEmpty = false;
    },
    end() {
      process.stdout.write(isEmpty ? '[]\n' : '\n]\n');
    },
  };
}
