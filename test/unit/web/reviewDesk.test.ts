import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../web/api/errors.ts';
import { type DeskWorld, openReviewDesk } from '../../../web/lesson/reviewDesk.ts';
import type { Question } from '../../../web/model/code.ts';
import { pendingOf, recoded, type Wanted } from '../../../web/model/desk.ts';
import { closed, question, review } from './questions.ts';

/** A server that keeps reviews in memory and checks ETags, as the real one does: a seam for the queue's order. */
function server(questions: readonly Question[]) {
  const kept = new Map(questions.map((one) => [one.id, one]));
  const state = { faults: [] as unknown[], saves: 0, gate: undefined as Promise<void> | undefined };
  const put = (id: string, etag: string, change: Pick<Question, 'review'>): Question => {
    const fault = state.faults.shift();
    if (fault !== undefined) throw fault;
    const before = kept.get(id);
    if (before === undefined) throw new ApiError(404, 'unknown-question', 'gone');
    if (before.etag !== etag) throw new ApiError(412, 'changed-meanwhile', 'faster');
    const { review: _, ...rest } = before;
    const after = { ...rest, ...change, etag: `${etag}+` };
    kept.set(id, after);
    state.saves += 1;
    return after;
  };
  const world: DeskWorld = {
    save: async (id, wanted, by, etag) => {
      await state.gate;
      return put(id, etag, { review: { ...wanted, by, at: '2026-11-21T12:00:00.000Z' } });
    },
    remove: async (id, _, etag) => put(id, etag, {}),
    read: async () => [...kept.values()],
    online: async () => undefined,
    pause: async () => undefined,
    now: () => '2026-11-21T11:00:00.000Z',
  };
  return { world, kept, state, put };
}

const settled = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
const open: Wanted = { label: 'OEQ' };
const shut: Wanted = { label: 'CEQ', note: 'one word will do' };

describe('corrections', () => {
  test('are shown at once, then kept with who and when as the server says', async () => {
    const { world, kept } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    desk.want('q1', shut, 'Ana');
    expect(desk.get().entries.get('q1')?.shown.review).toMatchObject({ label: 'CEQ', by: 'Ana' });
    await settled();
    expect(desk.get().entries.get('q1')).toMatchObject({
      state: 'saved',
      kept: { review: { at: '2026-11-21T12:00:00.000Z' } },
    });
    expect(kept.get('q1')?.review).toMatchObject({ ...shut, by: 'Ana' });
  });

  test('made while another of the same question is on its way are sent after it, on what that one left', async () => {
    const { world, kept, state } = server([question(1)]);
    const gate = Promise.withResolvers<void>();
    state.gate = gate.promise;
    const desk = openReviewDesk([question(1)], world);
    desk.want('q1', shut, 'Ana');
    await settled();
    desk.want('q1', open, 'Ana');
    gate.resolve();
    await settled();
    expect(kept.get('q1')?.review).toMatchObject(open);
    expect(state.saves).toBe(2);
    expect(desk.get().entries.get('q1')?.state).toBe('saved');
  });

  test.each([
    ['no connection', new ApiError(0, '', 'offline')],
    ['a server that is restarting', new ApiError(503, '', 'not now')],
    ['too many at once', new ApiError(429, '', 'slow down')],
  ])('survive %s', async (_, fault) => {
    const { world, kept, state } = server([question(1)]);
    state.faults = [fault, fault, fault];
    const desk = openReviewDesk([question(1)], world);
    desk.want('q1', shut, 'Ana');
    await settled();
    expect(kept.get('q1')?.review).toMatchObject(shut);
  });

  test('wait while there is no connection, and are counted as waiting', async () => {
    const { world, kept } = server([question(1), closed(5)]);
    const back = Promise.withResolvers<void>();
    const desk = openReviewDesk([question(1), closed(5)], { ...world, online: () => back.promise });
    desk.want('q1', shut, 'Ana');
    desk.want('q5', open, 'Ana');
    await settled();
    expect(pendingOf(desk.get())).toMatchObject({ unsent: 2, failed: 0 });
    back.resolve();
    await settled();
    expect(kept.get('q5')?.review).toMatchObject(open);
    expect(pendingOf(desk.get()).unsent).toBe(0);
  });

  test('that are refused for good say why, hold up no others, and can be tried again', async () => {
    const { world, kept, state } = server([question(1), closed(5)]);
    state.faults = [new ApiError(403, 'not-allowed', 'Coaches only.')];
    const desk = openReviewDesk([question(1), closed(5)], world);
    desk.want('q1', shut, 'Ana');
    desk.want('q5', open, 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')).toMatchObject({ state: 'failed', problem: 'Coaches only.' });
    expect(kept.get('q5')?.review).toMatchObject(open);
    desk.retry();
    await settled();
    expect(kept.get('q1')?.review).toMatchObject(shut);
  });
});

describe('undo', () => {
  test('goes back step by step, to no review at all', async () => {
    const { world, kept } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    desk.want('q1', shut, 'Ana');
    await settled();
    desk.want('q1', open, 'Ana');
    await settled();
    expect(desk.undo('Ana')).toBe('q1');
    await settled();
    expect(kept.get('q1')?.review).toMatchObject(shut);
    desk.undo('Ana');
    await settled();
    expect(kept.get('q1')?.review).toBeUndefined();
    expect(desk.undo('Ana')).toBeNull();
  });
});

describe('two people at once', () => {
  const theirs = { review: review('OEQ', { by: 'Ben', note: 'several answers are good' }) };

  test('are told, and the one who keeps theirs has theirs', async () => {
    const { world, kept, put } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    put('q1', '"1"', theirs);
    desk.want('q1', shut, 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')).toMatchObject({ state: 'conflict', wanted: shut, kept: theirs });
    expect(kept.get('q1')?.review).toMatchObject({ by: 'Ben' });
    desk.choose('q1', 'theirs', 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')).toMatchObject({ state: 'saved', shown: theirs });
  });

  test('the one who insists writes over what was seen, and no later change', async () => {
    const { world, kept, put } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    put('q1', '"1"', theirs);
    desk.want('q1', shut, 'Ana');
    await settled();
    const again = put('q1', '"1"+', { review: review('CEQ', { by: 'Ben', note: 'on second thoughts' }) });
    desk.choose('q1', { mine: shut }, 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')).toMatchObject({ state: 'conflict', kept: again });
    desk.choose('q1', { mine: shut }, 'Ana');
    await settled();
    expect(kept.get('q1')?.review).toMatchObject({ ...shut, by: 'Ana' });
  });

  test('who want the same have no conflict', async () => {
    const { world, put } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    put('q1', '"1"', { review: review('CEQ', { by: 'Ben', note: 'one word will do' }) });
    desk.want('q1', shut, 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')).toMatchObject({ state: 'saved', shown: { review: { by: 'Ben' } } });
  });

  test('a review that its author withdrew meanwhile is not silently written over', async () => {
    const reviewed = question(1, theirs);
    const { world, kept, put } = server([reviewed]);
    const desk = openReviewDesk([reviewed], world);
    const withdrawn = put('q1', reviewed.etag, {});
    desk.want('q1', shut, 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')).toMatchObject({ state: 'conflict', wanted: shut, kept: withdrawn });
    expect(kept.get('q1')?.review).toBeUndefined();
  });

  test('what only the machine changed meanwhile is reviewed as it now is, without asking', async () => {
    const { world, kept, put } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    put('q1', '"1"', {});
    desk.want('q1', shut, 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')?.state).toBe('saved');
    expect(kept.get('q1')?.review).toMatchObject({ ...shut, by: 'Ana' });
  });

  test('an answer that was lost on its way is no conflict either', async () => {
    const { world, kept, state } = server([question(1)]);
    const desk = openReviewDesk([question(1)], {
      ...world,
      save: async (...given) => {
        const answer = await world.save(...given);
        if (state.saves === 1) throw new ApiError(0, '', 'cut off');
        return answer;
      },
    });
    desk.want('q1', shut, 'Ana');
    await settled();
    expect(desk.get().entries.get('q1')?.state).toBe('saved');
    expect(kept.get('q1')?.review).toMatchObject(shut);
  });
});

describe('recoding', () => {
  const noted = question(1, { review: review('OEQ', { subtype: 'ideas', note: 'hm' }) });
  test('keeps the note, and the subtype where it fits', () => {
    expect(recoded(noted, 'OEQ')).toEqual({ label: 'OEQ', subtype: 'ideas', note: 'hm' });
    expect(recoded(noted, 'CEQ')).toEqual({ label: 'CEQ', note: 'hm' });
  });
  test('back to the machine’s code has the machine’s subtype', () => {
    expect(recoded(question(1, { review: review('CEQ') }), 'OEQ')).toEqual({ label: 'OEQ', subtype: 'explain' });
  });
});
