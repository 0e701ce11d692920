/** JSON in which no text begins with a byte order mark: readers that decode each text by itself would take it away. */
export function formatJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll('\uFEFF', '\\ufeff');
}
