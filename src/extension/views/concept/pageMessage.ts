/** What the page of a concept asks for. */
export type PageMessage =
  | { readonly action: 'ready' | 'copy' | 'back' }
  | { readonly action: 'concept'; readonly curie: string }
  | { readonly action: 'mention'; readonly index: number };

/** What has not the expected shape is no message of ours. */
export function readPageMessage(message: unknown): PageMessage | undefined {
  if (typeof message !== 'object' || message === null || !('action' in message)) {
    return undefined;
  }
  const { action } = message;
  const value = 'value' in message && typeof message.value === 'string' ? message.value : '';
  switch (action) {
    case 'ready':
    case 'copy':
    case 'back':
      return { action };
    case 'concept':
      return value === '' ? undefined : { action, curie: value };
    case 'mention':
      return /^\d{1,9}$/u.test(value) ? { action, index: Number(value) } : undefined;
    default:
      return undefined;
  }
}
