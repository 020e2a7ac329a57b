import { describe, expect, it } from 'vitest';
import type { LessonVoice, SpeakerRole } from '../../../shared/lessons/speakers.ts';
import { lessonMetrics } from '../../../shared/questions/metrics.ts';
import { nextTurn } from '../../../shared/questions/nextTurn.ts';
import { followedBy, talkOf, waitsAfterAnswers } from '../../../shared/questions/talk.ts';
import { empty } from '../../../testing/transcripts.ts';

const voice = (speaker: number, role: SpeakerRole, roleFrom: LessonVoice['roleFrom'] = 'machine') => ({
  ...{ speaker, seconds: 0, turns: 0, longestSeconds: 0, questions: 0, role },
  roleFrom: role === 'unknown' ? null : roleFrom,
});
const turn = (speaker: number, start: number, end: number) => ({ speaker, start, end });
const roles = [voice(0, 'educator'), voice(1, 'child'), voice(2, 'child'), voice(3, 'unknown')];
const turns = [
  turn(0, 0, 4),
  // A breath: the same turn goes on.
  turn(0, 5.5, 10),
  turn(1, 12, 13),
  turn(2, 13.5, 15),
  // After three seconds of silence a child begins anew.
  turn(2, 18, 19),
  turn(0, 18.5, 21),
  turn(3, 30, 32),
];

describe('who talks', () => {
  it('is told in seconds, shares and turns; two at once speak both', () => {
    expect(talkOf({ turns, voice: [{ start: 40, end: 43 }], durationSeconds: 100 }, roles)).toEqual({
      from: 'machine',
      educator: { seconds: 11, share: 0.11, turns: 2 },
      children: { seconds: 3.5, share: 0.035, turns: 3 },
      adults: { seconds: 0, share: 0, turns: 0 },
      // The voice of whom nobody knows who, and what nobody's turn has.
      unknown: { seconds: 5, share: 0.05 },
      // All but 4 + 4.5 + 1 + 1.5 + 3 + 2 + 3 seconds: 18.5 to 19 are counted once.
      nobody: { seconds: 81, share: 0.81 },
      longestEducatorSeconds: 10,
      childAfterChild: 2,
    });
  });

  it('is no proposal once a person has said whose voice each is', () => {
    const said = [voice(0, 'educator', 'person'), voice(1, 'child', 'person')];
    const heard = { turns, voice: [], durationSeconds: 100 };
    expect(talkOf(heard, said).from).toBe('person');
    expect(talkOf(heard, [...said, voice(2, 'child')]).from).toBe('machine');
  });

  it('is nobody’s where one voice stands for several people', () => {
    const talk = talkOf({ turns: [turn(0, 0, 5)], voice: [], durationSeconds: 10 }, [voice(0, 'several')]);
    expect(talk).toMatchObject({ educator: { seconds: 0 }, unknown: { seconds: 5, share: 0.5 } });
  });

  it('has no shares in a recording without length', () => {
    expect(talkOf({ turns: [], voice: [], durationSeconds: 0 }, []).nobody).toEqual({ seconds: 0, share: null });
  });
});

describe('the wait after an answer', () => {
  const asked = (end: number, wait: number | null, nextBy?: 'child' | 'educator') => ({
    ...{ end, waitTimeSeconds: wait },
    ...(nextBy && { nextBy }),
  });
  const waits = (question: ReturnType<typeof asked>, heard = turns) => waitsAfterAnswers([question], heard, roles)[0];

  it('goes from the end of what children say until an adult speaks', () => {
    // Both children are heard out; the educator begins while the second one still speaks.
    expect(waits(asked(10, 2, 'child'))).toBe(0);
    expect(waits(asked(10, 2, 'child'), [turn(0, 0, 10), turn(1, 12, 13), turn(2, 13.5, 15), turn(0, 17.25, 20)])).toBe(
      2.25,
    );
  });

  it('is unknown where no child answered, an unknown voice comes between, or nobody speaks any more', () => {
    expect(waits(asked(10, 2, 'educator'))).toBeNull();
    expect(waits(asked(10, null, 'child'))).toBeNull();
    expect(waits(asked(10, 2, 'child'), [turn(1, 12, 13), turn(3, 14, 15), turn(0, 16, 17)])).toBeNull();
    expect(waits(asked(10, 2, 'child'), [turn(1, 12, 13)])).toBeNull();
    expect(waits(asked(10, 2, 'child'), [turn(1, 20, 21), turn(0, 22, 23)])).toBeNull();
  });

  it('is counted as thirty seconds at most', () => {
    expect(waits(asked(10, 2, 'child'), [turn(1, 12, 13), turn(0, 60, 61)])).toBe(30);
  });
});

describe('who came after', () => {
  it('is a share of the questions of which that is known, silence among them', () => {
    expect(
      followedBy([
        { next: 'speech', nextBy: 'child' },
        { next: 'speech', nextBy: 'educator' },
        { next: 'unheard', nextBy: 'educator' },
        { next: 'silence' },
        { next: 'speech' },
        { next: 'end' },
      ]),
    ).toEqual({ followedCount: 4, childAnsweredShare: 0.25, selfAnsweredShare: 0.5 });
    expect(followedBy([{ next: 'speech' }])).toMatchObject({ followedCount: 0, childAnsweredShare: null });
  });
});

describe('a lesson’s figures', () => {
  it('have the children’s questions beside, and leave them out of the waits', () => {
    const question = (start: number, label: 'OEQ' | 'CEQ', askedBy?: 'child' | 'educator') => ({
      ...{ start, end: start + 1, label, waitTimeSeconds: 1, next: 'speech' as const, nextBy: 'child' as const },
      ...(askedBy && { askedBy }),
    });
    const heard = { ...empty(100), speakers: { state: 'told' as const, turns } };
    const metrics = lessonMetrics(
      [question(10, 'OEQ', 'child'), question(11.5, 'CEQ', 'child'), question(10, 'CEQ', 'educator')],
      heard,
      roles,
    );
    expect(metrics).toMatchObject({ questionCount: 1, childCount: 2, childOpenCount: 1, followedCount: 1 });
    expect(metrics.waitAfterAnswerSeconds).toEqual({ median: 0, mean: 0, count: 1 });
    expect(metrics.talk?.educator.seconds).toBe(11);
  });

  it('tell no talk where voices were not told apart', () => {
    const off = { ...empty(100), speakers: { state: 'off' as const, turns: [] } };
    expect(lessonMetrics([], off, []).talk).toBeNull();
    expect(lessonMetrics([], empty(100)).talk).toBeNull();
  });
});

describe('the next turn', () => {
  const word = (text: string, start: number) => ({ text, start, end: start + 0.4 });
  const segment = (speaker: number | null, start: number, ...texts: string[]) => {
    const words = texts.map((text, at) => ({ ...word(text, start + at * 0.5), speaker }));
    return { start, end: start + texts.length * 0.5, text: texts.join(' '), words, speaker };
  };

  it('is what one voice says after the question, over several pieces', () => {
    const segments = [
      segment(0, 0, 'Is', 'it', 'heavy?'),
      segment(1, 3, 'Yes,'),
      segment(1, 4, 'very.'),
      segment(0, 6, 'Good.'),
    ];
    expect(nextTurn({ end: 1.4 }, segments)).toBe('Yes, very.');
    expect(nextTurn({ end: 6.5 }, segments)).toBeUndefined();
  });

  it('ends with a long pause, and without voices with the piece', () => {
    expect(nextTurn({ end: 1 }, [segment(1, 3, 'Yes.'), segment(1, 9, 'And', 'no.')])).toBe('Yes.');
    const { speaker: _, ...mixed } = segment(null, 0, 'Why?', 'Because.');
    expect(nextTurn({ end: 0.4 }, [mixed, segment(null, 2, 'So.')])).toBe('Because.');
    expect(nextTurn({ end: 1 }, [{ start: 2, end: 4, text: 'It sank.' }])).toBe('It sank.');
  });

  it('is cut where it is long', () => {
    const long = segment(1, 3, ...Array.from({ length: 60 }, () => 'stones'));
    expect(nextTurn({ end: 1 }, [long])).toHaveLength(200);
  });
});
