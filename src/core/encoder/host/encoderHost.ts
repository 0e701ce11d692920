import { serializeError } from '../encoderErrors.ts';
import type { EncoderHostReply, EncoderHostRequest } from './encoderHostProtocol.ts';
import { createEncodeQueue } from './encodeQueue.ts';
import { openOnnxEncoder, type OnnxEncoder } from '../runtime/onnxEncoder.ts';

/**
 * The encoder process: one model, one session, spoken to over Node's IPC channel. It exists so that ONNX
 * Runtime, which blocks its thread and can end its process, does neither to the language server.
 */
export function runEncoderHost(): void {
  const reply = (message: EncoderHostReply): void => {
    process.send?.(message);
  };
  let encoder: OnnxEncoder | undefined;
  const queue = createEncodeQueue({
    onDone: (id, vectors) => {
      reply({ type: 'vectors', id, vectors });
    },
    onFailed: (id, error) => {
      reply({ type: 'encodeFailed', id, error: serializeError(error) });
    },
  });

  const load = async (request: Extract<EncoderHostRequest, { type: 'load' }>): Promise<void> => {
    try {
      encoder = await openOnnxEncoder({
        ...request.options,
        excludedProviders: request.excludedProviders,
        onAttempt: (provider) => {
          reply({ type: 'trying', provider });
        },
      });
      reply({ type: 'loaded', description: encoder.description });
    } catch (error) {
      reply({ type: 'loadFailed', error: serializeError(error) });
    }
  };

  const encode = (request: Extract<EncoderHostRequest, { type: 'encode' }>): void => {
    try {
      if (encoder === undefined) {
        throw new Error('encode before loaded');
      }
      queue.add({ id: request.id, priority: request.priority, job: encoder.createJob(request.names) });
    } catch (error) {
      reply({ type: 'encodeFailed', id: request.id, error: serializeError(error) });
    }
  };

  process.on('message', (message: EncoderHostRequest) => {
    switch (message.type) {
      case 'load':
        void load(message);
        break;
      case 'encode':
        encode(message);
        break;
      case 'cancel':
        queue.cancel(message.id);
        break;
    }
  });
  // The server is gone: nobody is left to encode for.
  process.on('disconnect', () => process.exit(0));
}
