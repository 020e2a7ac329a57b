import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../web/api/errors.ts';
import { type DeskWorld, openReviewDesk } from '../../../web/lesson/reviewDesk.ts';
import type { Change } from '../../../web/model/change.ts';
import type { Question } from '../../../web/model/code.ts';
import { pendingOf, recoded, shownQuestions, type Waiting } from '../../../web/model/desk.ts';
import { closed, question, review } from './questions.ts';

/** A server that keeps codes in memory and checks ETags, as the real one does: a seam for the queue's order. */
function server(questions: readonly Question[]) {
  const kept = new Map(questions.map((one) => [one.id, one]));
  const state = { faults: [] as unknown[], saves: 0, gate: undefined as Promise<void> | undefined };
  const device = new Map<string, Waiting>();
  const history = new Map<string, Question>();
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
  let ids = 0;
  const world: DeskWorld = {
    send: async ({ id, change, by, basis }) => {
      await state.gate;
      const answer = (question: Question) => ({
        event: { id, sequence: 1, at: '2026-11-21T12:00:00.000Z', by, change, before: {} },
        questions: [question],
        gone: [],
      });
      // An event that is there already is answered as the first time.
      const [done] = history.has(id) ? [...kept.values()] : [];
      if (done !== undefined) return answer(done);
      if (change.kind === 'undone') {
        const undone = history.get(change.event);
        if (undone === undefined) throw new ApiError(404, '', 'no such event');
        return answer(put(undone.id, basis, undone.review ? { review: undone.review } : {}));
      }
      if (change.kind !== 'code') throw new ApiError(400, '', 'this server knows codes alone');
      const before = kept.get(change.question);
      const { kind: _kind, question, ...code } = change;
      const after = put(question, basis, { review: { ...code, by, at: '2026-11-21T12:00:00.000Z' } });
      if (before !== undefined) history.set(id, before);
      return answer(after);
    },
    read: async () => [...kept.values()],
    readVoices: async () => ({ etag: '', voices: [] }),
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
  return { world, kept, state, put, device };
}

const settled = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
const code = (question: string, label: 'OEQ' | 'CEQ', note?: string): Change => ({
  kind: 'code',
  question,
  label,
  ...(note === undefined ? {} : { note }),
});
const open = { label: 'OEQ' };
const shut = { label: 'CEQ', note: 'one word will do' };
const wantOpen = (id: string) => code(id, 'OEQ');
const wantShut = (id: string) => code(id, 'CEQ', 'one word will do');

describe('corrections', () => {
  test('are shown at once, then kept with who and when as the server says', async () => {
    const { world, kept } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    desk.want(wantShut('q1'), 'Ana');
    expect(desk.get().shown.get('q1')?.review).toMatchObject({ label: 'CEQ', by: 'Ana' });
    await settled();
    expect(desk.get().states.size).toBe(0);
    expect(desk.get().kept.get('q1')).toMatchObject({ review: { at: '2026-11-21T12:00:00.000Z' } });
    expect(kept.get('q1')?.review).toMatchObject({ ...shut, by: 'Ana' });
  });

  test('made while another of the same question is on its way are sent after it, on what that one left', async () => {
    const { world, kept, state } = server([question(1)]);
    const gate = Promise.withResolvers<void>();
    state.gate = gate.promise;
    const desk = openReviewDesk([question(1)], world);
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    desk.want(wantOpen('q1'), 'Ana');
    gate.resolve();
    await settled();
    expect(kept.get('q1')?.review).toMatchObject(open);
    expect(state.saves).toBe(2);
    expect(desk.get().states.get('q1')).toBeUndefined();
  });

  test.each([
    ['no connection', new ApiError(0, '', 'offline')],
    ['a server that is restarting', new ApiError(503, '', 'not now')],
    ['too many at once', new ApiError(429, '', 'slow down')],
  ])('survive %s', async (_, fault) => {
    const { world, kept, state } = server([question(1)]);
    state.faults = [fault, fault, fault];
    const desk = openReviewDesk([question(1)], world);
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    expect(kept.get('q1')?.review).toMatchObject(shut);
  });

  test('wait while there is no connection, and are counted as waiting', async () => {
    const { world, kept } = server([question(1), closed(5)]);
    const back = Promise.withResolvers<void>();
    const desk = openReviewDesk([question(1), closed(5)], { ...world, online: () => back.promise });
    desk.want(wantShut('q1'), 'Ana');
    desk.want(wantOpen('q5'), 'Ana');
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
    desk.want(wantShut('q1'), 'Ana');
    desk.want(wantOpen('q5'), 'Ana');
    await settled();
    expect(desk.get().waiting).toMatchObject([{ state: 'failed', problem: 'Coaches only.' }]);
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
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    desk.want(wantOpen('q1'), 'Ana');
    await settled();
    expect(desk.undo('Ana')).toMatchObject({ kind: 'code', label: 'OEQ' });
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
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    expect(desk.get().states.get('q1')).toBe('conflict');
    expect(desk.get().kept.get('q1')).toMatchObject(theirs);
    expect(desk.get().shown.get('q1')?.review).toMatchObject(shut);
    expect(kept.get('q1')?.review).toMatchObject({ by: 'Ben' });
    desk.choose('q1', 'theirs');
    await settled();
    expect(desk.get().states.get('q1')).toBeUndefined();
    expect(desk.get().shown.get('q1')).toMatchObject(theirs);
  });

  test('the one who insists writes over what was seen, and no later change', async () => {
    const { world, kept, put } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    put('q1', '"1"', theirs);
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    const again = put('q1', '"1"+', { review: review('CEQ', { by: 'Ben', note: 'on second thoughts' }) });
    desk.choose('q1', 'mine');
    await settled();
    expect(desk.get().states.get('q1')).toBe('conflict');
    expect(desk.get().kept.get('q1')).toEqual(again);
    desk.choose('q1', 'mine');
    await settled();
    expect(kept.get('q1')?.review).toMatchObject({ ...shut, by: 'Ana' });
  });

  test('who want the same have no conflict', async () => {
    const { world, put } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    put('q1', '"1"', { review: review('CEQ', { by: 'Ben', note: 'one word will do' }) });
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    expect(desk.get().waiting).toEqual([]);
    expect(desk.get().shown.get('q1')).toMatchObject({ review: { by: 'Ben' } });
  });

  test('a review that its author withdrew meanwhile is not silently written over', async () => {
    const reviewed = question(1, theirs);
    const { world, kept, put } = server([reviewed]);
    const desk = openReviewDesk([reviewed], world);
    const withdrawn = put('q1', reviewed.etag, {});
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    expect(desk.get().states.get('q1')).toBe('conflict');
    expect(desk.get().kept.get('q1')).toEqual(withdrawn);
    expect(kept.get('q1')?.review).toBeUndefined();
  });

  test('what only the machine changed meanwhile is reviewed as it now is, without asking', async () => {
    const { world, kept, put } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    put('q1', '"1"', {});
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    expect(desk.get().states.get('q1')).toBeUndefined();
    expect(kept.get('q1')?.review).toMatchObject({ ...shut, by: 'Ana' });
  });

  test('what the machine changes again and again is tried five times more, ever later, and then told', async () => {
    const { world, kept, put } = server([question(1)]);
    const pauses: number[] = [];
    let changing = true;
    const desk = openReviewDesk([question(1)], {
      ...world,
      send: (one) => {
        if (changing) put('q1', kept.get('q1')?.etag ?? '', {});
        return world.send(one);
      },
      pause: async (milliseconds) => {
        pauses.push(milliseconds);
      },
    });
    desk.want(wantShut('q1'), 'Ana');
    for (let turn = 0; turn < 4; turn += 1) await settled();
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000]);
    expect(pendingOf(desk.get())).toEqual({ unsent: 0, failed: 1, conflicts: [] });
    expect(desk.get().shown.get('q1')?.review).toMatchObject(shut);
    changing = false;
    desk.retry();
    await settled();
    expect(kept.get('q1')?.review).toMatchObject({ ...shut, by: 'Ana' });
    expect(pendingOf(desk.get()).failed).toBe(0);
  });

  test('an answer that was lost on its way is no conflict either', async () => {
    const { world, kept, state } = server([question(1)]);
    let sent = 0;
    const desk = openReviewDesk([question(1)], {
      ...world,
      send: async (...given) => {
        const answer = await world.send(...given);
        sent += 1;
        if (sent === 1) throw new ApiError(0, '', 'cut off');
        return answer;
      },
    });
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    expect(desk.get().states.get('q1')).toBeUndefined();
    expect(kept.get('q1')?.review).toMatchObject(shut);
    expect(state.saves).toBe(1);
  });
});

describe('recoding', () => {
  const noted = question(1, { review: review('OEQ', { subtype: 'ideas', note: 'hm' }), otherSubtype: 'yes-no' });
  test('keeps the note, and the subtype where it fits; else it proposes the likeliest one', () => {
    expect(recoded(noted, 'OEQ')).toMatchObject({ label: 'OEQ', subtype: 'ideas', note: 'hm' });
    expect(recoded(noted, 'CEQ')).toMatchObject({ label: 'CEQ', subtype: 'yes-no', note: 'hm' });
  });
  test('back to the machine’s code has the machine’s subtype', () => {
    expect(recoded(question(1, { review: review('CEQ') }), 'OEQ')).toMatchObject({ label: 'OEQ', subtype: 'explain' });
  });
});

describe('what waits on the device', () => {
  test('is there as soon as it is wanted, is sent by the next visit, and is forgotten then', async () => {
    const { world, kept, device } = server([question(1), closed(5)]);
    const never = Promise.withResolvers<void>().promise;
    const desk = openReviewDesk([question(1), closed(5)], { ...world, online: () => never });
    desk.want(wantShut('q1'), 'Ana');
    desk.want(wantOpen('q5'), 'Ana');
    expect([...device.values()]).toMatchObject([{ id: 'event 1' }, { id: 'event 2' }]);
    const waiting = [...device.values()];
    const next = openReviewDesk([...kept.values()], world, waiting);
    expect(next.get().shown.get('q1')?.review).toMatchObject(shut);
    await settled();
    expect(kept.get('q1')?.review).toMatchObject(shut);
    expect(kept.get('q5')?.review).toMatchObject(open);
    expect(device.size).toBe(0);
  });

  test('is held against what somebody has said since the person saw it', async () => {
    const { world, kept, put, device } = server([question(1)]);
    const never = Promise.withResolvers<void>().promise;
    openReviewDesk([question(1)], { ...world, online: () => never }).want(wantShut('q1'), 'Ana');
    put('q1', '"1"', { review: review('OEQ', { by: 'Ben' }) });
    const next = openReviewDesk([...kept.values()], world, [...device.values()]);
    await settled();
    expect(next.get().states.get('q1')).toBe('conflict');
    expect(kept.get('q1')?.review).toMatchObject({ by: 'Ben' });
    expect(device.size).toBe(1);
  });

  test('and is undone before it was sent, was never said', async () => {
    const { world, kept, device } = server([question(1)]);
    const back = Promise.withResolvers<void>();
    const desk = openReviewDesk([question(1)], { ...world, online: () => back.promise });
    desk.want(wantShut('q1'), 'Ana');
    desk.undo('Ana');
    expect(device.size).toBe(0);
    back.resolve();
    await settled();
    expect(kept.get('q1')).toEqual(question(1));
  });

  test('a border that is moved in steps is one correction', () => {
    const { world } = server([question(1)]);
    const desk = openReviewDesk([question(1)], { ...world, online: () => Promise.withResolvers<void>().promise });
    for (const end of [3.1, 3.2, 3.3]) desk.want({ kind: 'borders', question: 'q1', start: 1, end }, 'Ana');
    expect(desk.get().waiting).toMatchObject([{ change: { end: 3.3 } }]);
    expect(desk.get().shown.get('q1')).toMatchObject({ start: 1, end: 3.3, waitTimeSeconds: null });
    desk.undo('Ana');
    expect(desk.get().shown.get('q1')).toEqual(question(1));
  });
});

describe('questions that another analysis has changed', () => {
  const told = { ...question(1), askedBy: 'child' as const, etag: 'told' };

  test('are read anew, and what waits to be saved stays and is saved', async () => {
    const { world, kept, state } = server([question(1), question(2)]);
    const gate = Promise.withResolvers<void>();
    state.gate = gate.promise;
    const desk = openReviewDesk([question(1), question(2)], world);
    desk.want(wantShut('q2'), 'Ana');
    await settled();
    kept.set('q1', told);
    await desk.reread();
    expect(desk.get().kept.get('q1')).toMatchObject({ askedBy: 'child' });
    expect(desk.get().shown.get('q2')?.review).toMatchObject({ label: 'CEQ' });
    expect(desk.get().states.get('q2')).toBe('saving');
    gate.resolve();
    await settled();
    expect(kept.get('q2')?.review).toMatchObject({ label: 'CEQ', by: 'Ana' });
    expect(desk.get().states.size).toBe(0);
  });

  test('are read once more where something was saved meanwhile, and where there was no connection', async () => {
    const { world, kept } = server([question(1)]);
    const reads = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let times = 0;
    const desk = openReviewDesk([question(1)], {
      ...world,
      read: async () => {
        const now = [...kept.values()];
        times += 1;
        await reads[times - 1]?.promise;
        if (times === 2) throw new ApiError(0, '', 'offline');
        return now;
      },
    });
    kept.set('q1', { ...told, etag: question(1).etag });
    const read = desk.reread();
    desk.want(wantShut('q1'), 'Ana');
    await settled();
    reads[0]?.resolve();
    reads[1]?.resolve();
    await read;
    await settled();
    expect(times).toBe(3);
    expect(desk.get().kept.get('q1')).toMatchObject({ askedBy: 'child', review: { label: 'CEQ' } });
  });

  test('are not read for a page that shows something else', async () => {
    const { world, kept } = server([question(1)]);
    const desk = openReviewDesk([question(1)], world);
    kept.set('q1', told);
    const read = desk.reread();
    desk.close();
    await read;
    expect(desk.get().kept.get('q1')).not.toHaveProperty('askedBy');
  });
});

describe('what is seen at once', () => {
  const shown = (changes: readonly Change[]) => {
    const { world } = server([question(1), closed(5)]);
    const desk = openReviewDesk([question(1), closed(5)], {
      ...world,
      online: () => Promise.withResolvers<void>().promise,
    });
    for (const change of changes) desk.want(change, 'Ana');
    return shownQuestions(desk.get());
  };

  test.each<[string, readonly Change[], object[]]>([
    [
      'no question',
      [{ kind: 'rejected', question: 'q1', rejected: true }],
      [{ id: 'q1', rejected: true }, { id: 'q5' }],
    ],
    [
      'a question more',
      [{ kind: 'added', question: 'p1', start: 3.5, end: 4, text: 'Why?' }],
      [{ id: 'q1' }, { id: 'p1', text: 'Why?', origin: 'person' }, { id: 'q5' }],
    ],
    [
      'two joined',
      [{ kind: 'joined', question: 'q1', with: 'q5' }],
      [{ id: 'q1', start: 1, end: 7, text: 'Why did it sink? Is it red?' }],
    ],
    [
      'one split',
      [{ kind: 'split', question: 'q1', into: 'p1', at: 2, texts: ['Why?', 'Did it sink?'] }],
      [{ id: 'q1', end: 2, text: 'Why?' }, { id: 'p1', start: 2, end: 3, text: 'Did it sink?' }, { id: 'q5' }],
    ],
    ['other words', [{ kind: 'text', question: 'q5', text: 'Is it read?' }], [{ id: 'q1' }, { text: 'Is it read?' }]],
    [
      'who asked, singly and of all others',
      [
        { kind: 'asked-by', question: 'q1', askedBy: 'child' },
        { kind: 'asked-by', askedBy: 'educator' },
      ],
      [{ askedBy: 'child' }, { askedBy: 'educator' }],
    ],
  ])('%s', (_, changes, questions) => {
    expect(shown(changes)).toMatchObject(questions);
  });
});
