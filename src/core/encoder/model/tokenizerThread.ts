import { parentPort, workerData } from 'node:worker_threads';
import { openModelFolder } from './modelFolder.ts';
import { createNameTokenizer, type NameTokenizer } from './nameTokenizer.ts';
import { packTokens, type PackedTokens } from './packedTokens.ts';

export interface TokenizeRequest {
  readonly id: number;
  readonly names: readonly string[];
}

export interface TokenizeReply {
  readonly id: number;
  readonly tokens: PackedTokens;
}

/** A thread that tokenizes; its data is the path of a model folder. It loads no native library. */
const tokenizer: Promise<NameTokenizer> = openModelFolder(String(workerData)).then(createNameTokenizer);

parentPort?.on('message', ({ id, names }: TokenizeRequest) => {
  void tokenizer.then((tokenize) => {
    const tokens = packTokens(names.map(tokenize));
    const reply: TokenizeReply = { id, tokens };
    parentPort?.postMessage(reply, [tokens.ids.buffer, tokens.ends.buffer]);
  });
});
