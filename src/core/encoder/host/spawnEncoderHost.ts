import { fork } from 'node:child_process';
import type { EncoderHostReply, EncoderHostRequest } from './encoderHostProtocol.ts';

export interface EncoderHostChild {
  readonly processId: number | undefined;
  send(request: EncoderHostRequest): void;
  /** Lets a run that is under way come to its end. */
  kill(): void;
  /** For a process that does not listen any more. */
  killNow(): void;
}

/** How long a child may take to leave after its channel was closed; it may be in the middle of a run. */
const killDelayMs = 2_000;

/** Enough of standard error for the last words of a native crash. */
const keptErrorCharacters = 500;

/**
 * Starts the encoder process. `onExit` comes exactly once, however the child ends, with a short word on how:
 * exit status or signal, and the last line it wrote to standard error.
 */
export function spawnEncoderHost(
  script: string,
  handlers: { onReply(reply: EncoderHostReply): void; onExit(how: string): void },
): EncoderHostChild {
  const child = fork(script, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A debugger attached to the parent, or its flags, are not meant for this process.
    execArgv: [],
  });
  let errorTail = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errorTail = (errorTail + chunk).slice(-keptErrorCharacters);
  });
  let exited = false;
  const exit = (how: string): void => {
    if (!exited) {
      exited = true;
      const lastLine = errorTail.trim().split('\n').at(-1);
      handlers.onExit(lastLine ? `${how}: ${lastLine}` : how);
    }
  };
  child.on('message', (message) => {
    const reply = message as EncoderHostReply;
    if (reply.type === 'loaded') {
      // What devices said that were tried and passed over explains no later end.
      errorTail = '';
    }
    handlers.onReply(reply);
  });
  child.on('error', (error) => {
    exit(error.message);
  });
  child.on('exit', (code, signal) => {
    exit(signal ?? `exit status ${code ?? 'unknown'}`);
  });
  return {
    processId: child.pid,
    send(request) {
      // A child that is gone answers through `onExit`; sending to it must not throw besides.
      if (child.connected) {
        child.send(request, () => undefined);
      }
    },
    kill() {
      if (child.connected) {
        child.disconnect();
      }
      setTimeout(() => child.kill('SIGKILL'), killDelayMs).unref();
    },
    killNow() {
      child.kill('SIGKILL');
    },
  };
}
