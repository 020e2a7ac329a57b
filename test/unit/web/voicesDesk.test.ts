import { expect, test } from 'vitest';
import { ApiError } from '../../../web/api/errors.ts';
import { type DeskWorld, openReviewDesk } from '../../../web/lesson/reviewDesk.ts';
import { type Change, ofVoices } from '../../../web/model/change.ts';
import { pendingOf, type Waiting } from '../../../web/model/desk.ts';
import type { Voice } from '../../../web/model/voices.ts';

/** A server that keeps roles in memory and checks what each change is based on, as the real one does. */
function server() {
  const voice = (speaker: number, role: Voice['role']): Voice => ({
    ...{ speaker, role, roleFrom: 'machine', seconds: 10, turns: 1, longestSeconds: 10, questions: 0, spans: [] },
  });
  const state = { voices: [voice(0, 'educator'), voice(1, 'child'), voice(2, 'child')], said: [] as Change[] };
  const etag = () => `v${state.said.length}`;
  const say = (change: Change) => {
    state.said.push(change);
    if (change.kind !== 'voices') return;
    for (const { speaker, role } of change.voices)
      state.voices = state.voices.map((one) => (one.speaker === speaker ? { ...one, role, roleFrom: 'person' } : one));
  };
  let ids = 0;
  const device = new Map<string, Waiting>();
  const gate = { now: Promise.resolve() };
  const world: DeskWorld = {
    send: async ({ id, change, by, basis }) => {
      await gate.now;
      if (change.kind !== 'undone' && basis !== '' && basis !== etag())
        throw new ApiError(412, 'changed-meanwhile', 'faster');
      say(change);
      const event = { id, sequence: ids, at: '2026-11-21T12:00:00.000Z', by, change, before: {} };
      return { event, questions: [], gone: [], voices: etag() };
    },
    read: async () => [],
    readVoices: async () => ({ etag: etag(), voices: state.voices }),
    keep: (before, after) => {
      for (const { id } of before) device.delete(id);
      for (const one of after) device.set(one.id, one);
    },
    online: async () => undefined,
    pause: async () => undefined,
    now: () => '2026-11-21T11:00:00.000Z',
    newId: () => {
      ids += 1;
      return `event ${ids}`;
    },
  };
  /** A tab in which the voices are shown as they now are. */
  const tab = (waiting: readonly Waiting[] = []) => {
    const desk = openReviewDesk([], world, waiting);
    desk.see({ etag: etag(), voices: state.voices });
    return desk;
  };
  return { state, say, world, tab, device, gate };
}

const settled = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
const is = (speaker: number, role: Voice['role']): Change => ({ kind: 'voices', voices: [{ speaker, role }] });
const spoken: Change = { kind: 'spoken', spans: [{ start: 1, end: 2 }], speaker: 0 };
const roles = ({ voices }: { voices: readonly Voice[] }) => voices.map(({ role }) => role);

// Case 17 of what users of other tools reported: a second rename during a pending save was lost.
test('two saves from one base are both kept, in their order', async () => {
  const { state, tab, gate } = server();
  const held = Promise.withResolvers<void>();
  gate.now = held.promise;
  const desk = tab();
  desk.want(is(1, 'adult'), 'Ana');
  await settled();
  desk.want(is(1, 'educator'), 'Ana');
  desk.want(spoken, 'Ana');
  expect(desk.get().waiting.map(({ basis }) => basis)).toEqual(['v0', 'v0', 'v0']);
  held.resolve();
  await settled();
  expect(state.said).toEqual([is(1, 'adult'), is(1, 'educator'), spoken]);
  expect(desk.get().waiting).toEqual([]);
});

// The same case: an old tab's save overwrote newer work.
test('what an old tab says of a voice of which somebody spoke meanwhile is a choice, and overwrites nothing', async () => {
  const { state, tab } = server();
  const [old, other] = [tab(), tab()];
  other.want(is(1, 'adult'), 'Ben');
  await settled();
  old.want(is(1, 'several'), 'Ana');
  await settled();
  expect(roles(state)).toEqual(['educator', 'adult', 'child']);
  expect(pendingOf(old.get())).toEqual({ unsent: 0, failed: 0, conflicts: [ofVoices] });
  expect(old.get().states.get(ofVoices)).toBe('conflict');
  expect(roles(old.get().voices ?? { voices: [] })).toEqual(['educator', 'adult', 'child']);
  old.choose(ofVoices, 'mine');
  await settled();
  expect(roles(state)).toEqual(['educator', 'several', 'child']);
  expect(pendingOf(old.get()).conflicts).toEqual([]);
});

test('theirs stays where it is chosen', async () => {
  const { state, tab } = server();
  const [old, other] = [tab(), tab()];
  other.want(spoken, 'Ben');
  await settled();
  old.want({ kind: 'voice-given', speaker: 1, to: 0 }, 'Ana');
  await settled();
  expect(old.get().states.get(ofVoices)).toBe('conflict');
  old.choose(ofVoices, 'theirs');
  await settled();
  expect(state.said).toEqual([spoken]);
  expect(old.get().waiting).toEqual([]);
});

test('where somebody spoke of other voices, or said the same, there is nothing to choose', async () => {
  const { state, tab } = server();
  const [old, other] = [tab(), tab()];
  other.want(is(2, 'adult'), 'Ben');
  await settled();
  old.want(is(1, 'adult'), 'Ana');
  await settled();
  expect(roles(state)).toEqual(['educator', 'adult', 'adult']);
  other.want(is(0, 'educator'), 'Ben');
  await settled();
  const said = state.said.length;
  other.want(is(1, 'several'), 'Ben');
  await settled();
  old.want(is(1, 'several'), 'Ana');
  await settled();
  expect(state.said).toHaveLength(said + 1);
  expect([old.get().waiting, other.get().waiting]).toEqual([[], []]);
});

test('what waits on the device is held against what was said since', async () => {
  const { state, say, world, tab, device } = server();
  const away = openReviewDesk([], { ...world, online: () => Promise.withResolvers<void>().promise });
  away.see({ etag: 'v0', voices: state.voices });
  away.want(is(1, 'several'), 'Ana');
  say(is(1, 'adult'));
  const next = tab([...device.values()]);
  await settled();
  expect(next.get().states.get(ofVoices)).toBe('conflict');
  expect(roles(state)[1]).toBe('adult');
});

test('several things that were said of voices are taken back, one after the other', async () => {
  const { state, tab } = server();
  const desk = tab();
  desk.want(is(1, 'adult'), 'Ana');
  desk.want(spoken, 'Ana');
  desk.want({ kind: 'voice-given', speaker: 2, to: 0 }, 'Ana');
  await settled();
  for (const kind of ['voice-given', 'spoken', 'voices']) {
    expect(desk.undo('Ana')).toMatchObject({ kind });
    await settled();
  }
  expect(desk.undo('Ana')).toBeNull();
  expect(state.said.slice(3)).toEqual([3, 2, 1].map((event) => ({ kind: 'undone', event: `event ${event}` })));
});
