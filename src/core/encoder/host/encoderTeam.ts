import type { Encoder, EncoderDescription } from '../encoder.ts';
import type { EncoderProcess, LoadedEncoder } from './encoderProcess.ts';

export interface EncoderTeamOptions {
  /** Runs already; it serves until there is work for more. */
  readonly first: EncoderProcess;
  /** How many processes there are to be. */
  readonly size: number;
  /** A process like `first`, but alone on its share of the cores. */
  readonly createMember: (description: EncoderDescription) => EncoderProcess;
}

/** Several processes that encode as one. */
export interface EncoderTeam {
  readonly encoder: LoadedEncoder;
  dispose(): void;
}

/** Fewer are encoded in the time that it takes to load the model once more. */
const namesWorthATeam = 1_000;

/**
 * Makes one encoder of several processes. A model's threads wait for each other at each of its hundred operators; with
 * processes of one thread each, which do not, two cores encode 1.4 times as many names (`bench/README.md`). The first
 * large request starts them, in the place of `first`.
 */
export async function createEncoderTeam({
  first,
  size,
  createMember,
}: EncoderTeamOptions): Promise<EncoderTeam> {
  const alone = await first.encoder();
  const members: EncoderProcess[] = [];
  let starting: Promise<readonly LoadedEncoder[]> | undefined;
  const busy = new Map<Encoder, number>();

  const start = (): Promise<readonly LoadedEncoder[]> => {
    first.dispose();
    members.push(...Array.from({ length: size }, () => createMember(alone.description)));
    return Promise.all(members.map((member) => member.encoder()));
  };

  const load = (encoder: LoadedEncoder): number => busy.get(encoder) ?? 0;

  return {
    encoder: {
      ...alone,
      concurrency: size,
      async encode(names, options) {
        if (starting === undefined && names.length < namesWorthATeam) {
          return alone.encode(names, options);
        }
        starting ??= start();
        const member = (await starting).reduce((best, other) => (load(other) < load(best) ? other : best));
        busy.set(member, load(member) + 1);
        try {
          return await member.encode(names, options);
        } finally {
          busy.set(member, load(member) - 1);
        }
      },
    },
    dispose() {
      members.forEach((member) => {
        member.dispose();
      });
    },
  };
}
