import { MessageType, ShowMessageRequest, type Connection } from 'vscode-languageserver/node';
import type { ReencodingOffer } from './engine.ts';

const accept = 'Encode Now';
const decline = 'Not Now';

/** Asks the user. A client that cannot ask gets what its settings say. */
export async function offerReencoding(
  connection: Connection,
  { encoder, outdated }: ReencodingOffer,
): Promise<boolean> {
  const nameCount = outdated.reduce((sum, vocabulary) => sum + vocabulary.nameCount, 0);
  const rate = encoder.measurement?.trials.find(
    ({ precision, executionProvider }) =>
      precision === encoder.precision && executionProvider === encoder.executionProvider,
  )?.namesPerSecond;
  const names =
    nameCount > 0 ? ` (${nameCount.toLocaleString('en')} names${describeTime(nameCount, rate)})` : '';
  const titles = outdated.map(({ title }) => title).join(', ');
  try {
    const answer = await connection.sendRequest(ShowMessageRequest.type, {
      type: MessageType.Info,
      message:
        `${encoder.modelTitle} has to encode your vocabularies first: ${titles}${names}. ` +
        'This runs in the background; the encoder before serves until it is done.',
      actions: [{ title: accept }, { title: decline }],
    });
    return answer?.title === accept;
  } catch (error) {
    connection.console.info(`The client cannot ask, so vocabularies are encoded again: ${String(error)}`);
    return true;
  }
}

function describeTime(nameCount: number, namesPerSecond: number | undefined): string {
  if (namesPerSecond === undefined) {
    return '';
  }
  const minutes = nameCount / namesPerSecond / 60;
  return minutes < 1 ? ', less than a minute' : `, about ${Math.round(minutes)} minutes`;
}
