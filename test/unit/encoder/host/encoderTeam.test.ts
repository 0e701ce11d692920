import { expect, test } from 'vitest';
import type { EncoderProcess } from '../../../../src/core/encoder/host/encoderProcess.ts';
import { createEncoderTeam } from '../../../../src/core/encoder/host/encoderTeam.ts';
import { createFakeEncoder, type FakeEncoder } from '../fakeEncoder.ts';

interface FakeProcess extends EncoderProcess {
  readonly fake: FakeEncoder;
  disposed: boolean;
}

function createFakeProcess(beforeAnswer?: () => Promise<void>): FakeProcess {
  const fake = createFakeEncoder(beforeAnswer ? { beforeAnswer } : {});
  const unused = (): never => {
    throw new Error('nobody asks a team for that');
  };
  return {
    fake,
    disposed: false,
    state: { state: 'stopped' },
    encoder: () => Promise.resolve(fake),
    measure: unused,
    restart: unused,
    dispose() {
      this.disposed = true;
    },
  };
}

const many = Array.from({ length: 1_500 }, (_, i) => `name ${i}`);

test('few names are encoded by the process that runs already', async () => {
  const first = createFakeProcess();
  const members: FakeProcess[] = [];
  const { encoder } = await createEncoderTeam({
    first,
    size: 2,
    createMember() {
      const member = createFakeProcess();
      members.push(member);
      return member;
    },
  });
  await encoder.encode(['pain', 'flu']);
  expect(first.fake.requests).toEqual([['pain', 'flu']]);
  expect([members.length, first.disposed]).toEqual([0, false]);
});

test('many are shared by the members, whose first is gone by then, and answered as one encoder would', async () => {
  const first = createFakeProcess();
  const members: FakeProcess[] = [];
  const answers: PromiseWithResolvers<undefined>[] = [];
  const team = await createEncoderTeam({
    first,
    size: 2,
    createMember(description) {
      expect(description).toBe(first.fake.description);
      const answer = Promise.withResolvers<undefined>();
      answers.push(answer);
      const member = createFakeProcess(() => answer.promise);
      members.push(member);
      return member;
    },
  });
  const { encoder } = team;
  expect(encoder.concurrency).toBe(2);
  const requests = [encoder.encode(many), encoder.encode(many.slice(1)), encoder.encode(['pain'])];
  await expect.poll(() => members.map(({ fake }) => fake.requests.length)).toEqual([2, 1]);
  expect([first.disposed, first.fake.requests.length]).toEqual([true, 0]);
  // The second is free again before the first, so what comes next is its.
  answers[1]?.resolve(undefined);
  await requests[1];
  const next = encoder.encode(['flu']);
  await expect.poll(() => members[1]?.fake.requests.at(-1)).toEqual(['flu']);
  answers[0]?.resolve(undefined);
  const [vectors] = await Promise.all([...requests, next]);
  expect(vectors).toEqual(await createFakeEncoder().encode(many));

  team.dispose();
  expect(members.map(({ disposed }) => disposed)).toEqual([true, true]);
});

test('a member that fails fails its request, and has no less to do after', async () => {
  const members: FakeProcess[] = [];
  const { encoder } = await createEncoderTeam({
    first: createFakeProcess(),
    size: 2,
    createMember() {
      const isFirst = members.length === 0;
      const member = createFakeProcess(() =>
        isFirst ? Promise.reject(new Error('it broke')) : Promise.resolve(),
      );
      members.push(member);
      return member;
    },
  });
  await expect(encoder.encode(many)).rejects.toThrow('it broke');
  await Promise.allSettled([encoder.encode(many), encoder.encode(many)]);
  expect(members.map(({ fake }) => fake.requests.length)).toEqual([2, 1]);
});
