import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { questionsCsv } from '../../../shared/exports/csv.ts';
import { exportEaf } from '../../../shared/exports/eaf.ts';
import { formats } from '../../../shared/exports/formats.ts';
import { exportJson, exportJsonSchema } from '../../../shared/exports/json.ts';
import { exportRttm } from '../../../shared/exports/rttm.ts';
import type { LessonVoice, SpeakerRole } from '../../../shared/lessons/speakers.ts';
import { voiceNames } from '../../../shared/speakers/voiceNames.ts';
import { toVtt } from '../../../shared/speech/subtitles.ts';
import { question, taken } from '../../../testing/lessons.ts';
import { lesson } from '../../../testing/transcripts.ts';

const voice = (speaker: number, role: SpeakerRole, label?: string): LessonVoice => ({
  ...{ speaker, seconds: 1, turns: 1, longestSeconds: 1, questions: 0, role },
  ...(label === undefined ? {} : { label }),
  roleFrom: role === 'unknown' ? null : 'machine',
});
const voices = [voice(0, 'educator'), voice(1, 'child'), voice(2, 'child')];

function spoken() {
  const heard = lesson([
    [1, 'Why did it sink?'],
    [4, 'It is heavy.'],
    [8, 'Yes.'],
  ]);
  const segments = heard.segments.map((segment, at) => ({ ...segment, speaker: [0, 1, null][at] ?? null }));
  const turns = [
    { start: 4, end: 4.9, speaker: 1 },
    { start: 1, end: 2.2, speaker: 0 },
  ];
  return { ...heard, segments, speakers: { state: 'told' as const, turns } };
}

describe('the names of voices', () => {
  const names = (...all: LessonVoice[]) => [...voiceNames(all).values()];

  test('are their roles, with numbers where there are several', () => {
    expect(names(...voices, voice(3, 'unknown'), voice(4, 'several'))).toEqual([
      'Educator',
      'Child 1',
      'Child 2',
      'Voice 1',
      'Several',
    ]);
  });

  test('are what a person calls them, and never twice the same', () => {
    expect(names(voice(0, 'educator', 'Ms B'), voice(1, 'child', 'Ms B'), voice(2, 'child', ' '))).toEqual([
      'Ms B',
      'Ms B 2',
      'Child',
    ]);
  });
});

describe('RTTM', () => {
  const rttm = (of: Partial<ReturnType<typeof taken>>) =>
    exportRttm({ ...taken([], spoken(), undefined, voices), ...of });

  test('has a line a turn, in order of time', () => {
    expect(rttm({})).toBe(
      'SPEAKER sink 1 1.000 1.200 <NA> <NA> Educator <NA> <NA>\nSPEAKER sink 1 4.000 0.900 <NA> <NA> Child_1 <NA> <NA>\n',
    );
  });

  // Cases 18 and 7: names with spaces broke readers; touching floats read as overlap; a turn inside another was lost.
  test('keeps names in one field, and touching turns touching', () => {
    const turns = [
      { start: 0.1, end: 27.400000000000002, speaker: 0 },
      { start: 27.4, end: 30, speaker: 1 },
      { start: 28, end: 28.5, speaker: 0 },
    ];
    const transcript = { ...spoken(), speakers: { state: 'told' as const, turns } };
    const { lesson: of } = taken([], transcript);
    const text = rttm({
      transcript,
      lesson: { ...of, fileName: 'week 3/Sala 3 niños.mp4' },
      voices: [voice(0, 'educator', 'Ms B'), voice(1, 'child', '<x> ;;')],
    });
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    ).toEqual([
      ['SPEAKER', 'Sala_3_niños', '1', '0.100', '27.300', '<NA>', '<NA>', 'Ms_B', '<NA>', '<NA>'],
      ['SPEAKER', 'Sala_3_niños', '1', '27.400', '2.600', '<NA>', '<NA>', '<x>___', '<NA>', '<NA>'],
      ['SPEAKER', 'Sala_3_niños', '1', '28.000', '0.500', '<NA>', '<NA>', 'Ms_B', '<NA>', '<NA>'],
    ]);
  });

  // Case 12: no speech was an error.
  test('is empty where nobody speaks', () => {
    expect(exportRttm(taken([], lesson([])))).toBe('');
  });
});

describe('WebVTT', () => {
  test('says whose voice it is, where that is known', () => {
    expect(
      formats.vtt
        .write(taken([], spoken(), undefined, voices))
        .split('\n')
        .filter((line) => /[a-z]/.test(line)),
    ).toEqual(['<v Educator>Why did it sink?</v>', '<v Child 1>It is heavy.</v>', 'Yes.']);
  });

  // Case 19: a bare & or < was invalid; so were cues out of order, and a player skipped one that overlaps.
  test('escapes names, and writes two cues that overlap in reverse in order and apart', () => {
    const names = new Map([
      [0, 'A & B'],
      [1, '<x>\n-->'],
      [2, ''],
    ]);
    const cue = (start: number, end: number, speaker: number) => ({ start, end, text: `word ${speaker}`, speaker });
    expect(toVtt([cue(5, 9, 1), cue(3, 6, 0), cue(10, 11, 2)], 'en', names)).toBe(
      [
        'WEBVTT\n',
        '00:00:03.000 --> 00:00:05.000\n<v A &amp; B>word 0</v>\n',
        '00:00:05.000 --> 00:00:09.000\n<v &lt;x&gt; →>word 1</v>\n',
        '00:00:10.000 --> 00:00:11.000\nword 2\n',
      ].join('\n'),
    );
  });
});

describe('ELAN', () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });

  test('has a tier for each voice with what it says, and ties questions to voices', () => {
    const asked = question({ speaker: 0, nextBy: 'child' });
    const xml = exportEaf(taken([asked], spoken(), undefined, [voice(0, 'educator', 'A "&" <x>'), ...voices.slice(1)]));
    expect(XMLValidator.validate(xml)).toBe(true);
    const tiers: { TIER_ID: string; PARTICIPANT?: string; ANNOTATION?: unknown }[] =
      parser.parse(xml).ANNOTATION_DOCUMENT.TIER;
    const said = (id: string) => JSON.stringify(tiers.find(({ TIER_ID }) => TIER_ID === id)?.ANNOTATION ?? null);
    expect(tiers.filter(({ PARTICIPANT }) => PARTICIPANT !== undefined).map(({ TIER_ID }) => TIER_ID)).toEqual([
      'voice: A "&" <x>',
      'voice: Child 1',
      'voice: Child 2',
    ]);
    expect(said('voice: Child 1')).toContain('It is heavy.');
    expect(said('voice: Child 1')).not.toContain('sink');
    const [questionId] = /a\d+/.exec(said('questions')) ?? [];
    expect(JSON.parse(said('asking voice'))).toMatchObject({
      REF_ANNOTATION: { ANNOTATION_REF: questionId, ANNOTATION_VALUE: 'A "&" <x>' },
    });
    expect(said('next by')).toContain('"ANNOTATION_VALUE":"child"');
  });
});

describe('tables and data', () => {
  const followed = taken(
    [question({ speaker: 0, nextSpeaker: 1, nextBy: 'child', waitTimeSeconds: 1.8, askedBy: 'educator' })],
    { ...spoken(), speakers: { state: 'told', turns: [...spoken().speakers.turns, { start: 6, end: 7, speaker: 0 }] } },
    undefined,
    voices,
  );

  test('say whose voice asked, who spoke next and what, and how long the answer was left to stand', () => {
    const [head = '', row = ''] = questionsCsv(followed).replace('\ufeff', '').split('\n');
    const cells = Object.fromEntries(head.split(',').map((name, at) => [name, row.split(',')[at]]));
    expect(cells).toMatchObject({
      ...{ voice: 'Educator', nextBy: 'child', nextTurn: 'It is heavy.', waitAfterAnswerSeconds: '1.1' },
    });
    const read = exportJsonSchema.parse(JSON.parse(exportJson(followed)));
    expect(read.questions[0]).toMatchObject({
      ...{ speaker: 0, nextBy: 'child', nextTurn: 'It is heavy.', waitAfterAnswerSeconds: 1.1 },
    });
    expect(read.speakers?.voices.map(({ speaker, name }) => [speaker, name])).toEqual([
      [0, 'Educator'],
      [1, 'Child 1'],
      [2, 'Child 2'],
    ]);
    expect(read.speakers?.turns).toHaveLength(3);
  });

  test('say nothing of voices where they were not told apart', () => {
    const read = exportJsonSchema.parse(JSON.parse(exportJson(taken([question()], lesson([[1, 'Why?']])))));
    expect(read).toMatchObject({ speakers: null, questions: [{ speaker: null, nextBy: null }] });
  });
});

// Case 17: a name that was given reached one file and not the others.
test('a name that a person gave is in every file', () => {
  const named = taken([question({ speaker: 0 })], spoken(), undefined, [
    voice(0, 'educator', 'Ms B'),
    ...voices.slice(1),
  ]);
  for (const format of ['rttm', 'vtt', 'eaf', 'csv', 'json'] as const)
    expect(formats[format].write(named), format).toMatch(/Ms[ _]B/);
});

// Case 12: a recording in which nobody speaks was an error.
test('nobody who speaks is a sound file in every format', () => {
  const silent = taken([], { ...lesson([]), speakers: { state: 'told', turns: [] } });
  expect(formats.rttm.write(silent)).toBe('');
  expect(formats.vtt.write(silent)).toBe('WEBVTT\n');
  expect(XMLValidator.validate(formats.eaf.write(silent))).toBe(true);
  expect(JSON.parse(formats.json.write(silent)).speakers).toEqual({ voices: [], turns: [] });
});
