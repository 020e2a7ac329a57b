import { afterAll, beforeAll, expect, test } from 'vitest';
import { elanChanges, handCoding } from '../../shared/api/broughtIn.ts';
import { archiveOfMany } from '../../shared/api/manyExport.ts';
import { questionsView } from '../../shared/api/questionsView.ts';
import { review } from '../../shared/api/review.ts';
import { reviewEventsView } from '../../shared/api/reviewEventsView.ts';
import { beginStudy } from '../../shared/api/studies.ts';
import { code, codingView } from '../../shared/api/studyCoding.ts';
import { takeAway } from '../../shared/api/takeAway.ts';
import { formats } from '../../shared/exports/formats.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import type { CodedQuestion, Subtype } from '../../shared/lessons/question.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { changeLesson } from '../../shared/results/lessons.ts';
import { saveQuestions } from '../../shared/results/questions.ts';
import { writeJson } from '../../shared/storage/json.ts';
import { riverCodebook } from '../../testing/codebook.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

const id = 'a'.repeat(24);
const revision = 'b'.repeat(16);
const asked = (index: number, label: 'OEQ' | 'CEQ', subtype: Subtype, text: string): CodedQuestion => ({
  id: `q00${index}`,
  start: index * 10,
  end: index * 10 + 2,
  ...{ text, quoted: false, label, subtype, confidence: 0.9, engine: 'local', modelVersion: 'local-0' },
  ...{ waitTimeSeconds: 2, next: 'speech' },
});
const questions = [
  asked(1, 'OEQ', 'explain', 'Why did it sink?'),
  asked(2, 'OEQ', 'describe', 'What are you making?'),
  asked(3, 'CEQ', 'yes-no', 'Is it red?'),
  asked(4, 'OEQ', 'predict', 'What will happen?'),
];
const talk = { durationSeconds: 60, voice: [], segments: [] };

let stores: Stores;
beforeAll(async () => {
  stores = await startStores({ CODEBOOK: JSON.stringify({ sites: { river: riverCodebook } }) });
  const lesson: Lesson = {
    ...{
      id,
      siteId: 'river',
      fileName: 'a.mp4',
      blobName: 'river/a.mp4',
      title: 'Boats',
      consent: 'unknown',
      revision,
    },
    ...{ status: 'completed', sizeBytes: 1, uploadedAt: '2026-11-01T00:00:00.000Z' },
    ...{ updatedAt: '2026-11-01T00:00:00.000Z' },
    result: {
      ...{ revision, completedAt: '2026-11-01T00:00:00.000Z', durationSeconds: 60, language: 'en' },
      ...{ speechEngine: 'x', speechModel: 'x', codingEngine: 'local', codingModelVersion: 'local-0' },
      metrics: lessonMetrics(questions, talk),
      reviewedCount: 0,
    },
  };
  await changeLesson('river', id, () => lesson);
  await saveQuestions({ siteId: 'river', lessonId: id }, revision, questions);
  const segments = questions.map(({ start, end, text }) => ({ start, end, text }));
  const transcript = { ...talk, segments, language: 'en', engine: 'x', model: 'x' };
  await writeJson('transcripts', blobPaths.transcript({ lessonId: id, revision }, 'json'), transcript);
  const say = (question: string, label: 'OEQ' | 'CEQ', subtype: string) =>
    review(
      id,
      everyRight,
      { by: 'Ana', change: { kind: 'code', question, label, subtype }, basis: undefined },
      () => undefined,
    );
  await say('q003', 'CEQ', 'check');
  await say('q004', 'OEQ', 'play');
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const shown = (names: 'shown' | 'masked' = 'shown') => ({ evidence: true, names });
// The machine's keys that the site has not, as words of their own.
const ours = /\b(?:explain|describe|predict|ideas|yes-no|specific-answer|fill-in|repair)\b/iu;

test('questions and events are shown by the codebook of their site, unmapped ones without a subtype', async () => {
  const view = await questionsView(id, everyRight, shown());
  expect(view.codebook.title).toBe('River School 2026');
  expect(view.questions.map(({ subtype }) => subtype)).toEqual(['why', undefined, 'check', 'wonder']);
  expect(view.questions.map(({ review }) => review?.subtype)).toEqual([undefined, undefined, 'check', 'play']);
  // Under the other label "why" asks a yes or a specific answer: the codebook has the first alone.
  expect([undefined, 'check']).toContain(view.questions[0]?.otherSubtype);
  const { events } = await reviewEventsView(id, everyRight);
  expect(events.map(({ found }) => found?.[0]?.subtype)).toEqual(['check', 'wonder']);
  expect(JSON.stringify({ ...view, codebook: null }).replaceAll(/"evidence":\[.*?\]/gu, '')).not.toMatch(ours);
});

test('a subtype of another codebook is refused', async () => {
  const change = { kind: 'code', question: 'q001', label: 'OEQ', subtype: 'explain' } as const;
  await expect(review(id, everyRight, { by: 'Ana', change, basis: undefined }, () => undefined)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining("the site's codebook"),
  });
});

test('nothing that is taken away says ours', async () => {
  const taken = await takeAway(id, everyRight, { names: 'shown' });
  const files = Object.fromEntries(Object.entries(formats).map(([name, { write }]) => [name, write(taken)]));
  for (const [name, text] of Object.entries(files)) {
    // What the labels mean is everybody's, and the JSON says which of the machine's subtypes are the site's.
    const own = text.replace(/invite children to explain, describe, predict or imagine|the child explains,[^<]*/gu, '');
    expect(name === 'json' ? own.replace(/"codebook": \{[\s\S]*?\n {2}\},/u, '') : own, name).not.toMatch(ours);
  }
  const { csv = '', eaf = '', html = '', json = '', vtt = '' } = files;
  expect(csv).toMatch(/OEQ,why,.*,OEQ,why,/u);
  expect(csv).toMatch(/OEQ,play,.*,OEQ,wonder,.*,OEQ,play,Ana,/u);
  expect(csv).toMatch(/OEQ,,2,speech,What are you making\?/u);
  expect(vtt).toContain('[OEQ why, wait 2.0 s] Why did it sink?');
  expect(vtt).toContain('[OEQ, wait 2.0 s] What are you making?');
  expect(html).toContain('Asks why');
  expect(html).toContain('River School 2026');
  expect(eaf).toContain('DESCRIPTION="CEQ, Checks &lt;facts&gt;: yes, no, or one word"');
  expect([...eaf.matchAll(/CVE_ID="subtype-([^"]*)"/gu)].map(([, key]) => key)).toEqual([
    ...['why', 'wonder', 'play', 'check'],
  ]);
  expect(JSON.parse(json)).toMatchObject({
    codebook: riverCodebook,
    questions: [
      { subtype: 'why', machine: { subtype: 'why' } },
      { subtype: null, machine: { subtype: null } },
      { subtype: 'check' },
      { subtype: 'play', machine: { subtype: 'wonder' }, review: { subtype: 'play' } },
    ],
  });
});

test('all lessons in one file have the codebooks of their sites', async () => {
  const pieces = await Array.fromAsync(archiveOfMany({}, everyRight, 'shown', 'en'));
  const archive = Buffer.concat(pieces).toString('latin1');
  expect(archive).toContain('codebook.csv');
});

test('ELAN and hand coding come back by the same codebook', async () => {
  const eaf = formats.eaf.write(await takeAway(id, everyRight, { names: 'shown' }));
  expect((await elanChanges(id, everyRight, eaf)).changes).toEqual([]);
  const { changes } = await elanChanges(id, everyRight, eaf.replace('>why<', '>wonder<'));
  expect(changes.map(({ change }) => change)).toEqual([
    { kind: 'code', question: 'q001', label: 'OEQ', subtype: 'wonder' },
  ]);
  await expect(elanChanges(id, everyRight, eaf.replace('>why<', '>explain<'))).rejects.toThrow('explain is no subtype');
  const { codes } = await handCoding(id, everyRight, 'start,label,subtype\n10,OEQ,Asks Why\n30,CEQ,check\n');
  expect(codes.map(({ subtype }) => subtype)).toEqual(['why', 'check']);
  await expect(handCoding(id, everyRight, 'start,label,subtype\n10,OEQ,explain\n')).rejects.toThrow(
    '"explain" is none',
  );
});

test('a study codes by it', async () => {
  const caller = { name: null, id: null, roles: [] };
  const { id: studyId } = await beginStudy(
    { name: 'S', lessons: [id], coders: ['Ana', 'Ben'], doubleShare: 1, showMachine: true, seed: 's' },
    caller,
    'Ana',
    everyRight,
  );
  const asking = { studyId, lessonId: id, caller, rights: everyRight, by: 'Ana' };
  const view = await codingView(asking);
  expect(view.codebook.title).toBe('River School 2026');
  expect(view.questions.map(({ machine }) => machine?.subtype)).toEqual(['why', undefined, 'check', 'wonder']);
  const unit = { startSeconds: 10, endSeconds: 12, label: 'OEQ' } as const;
  await expect(
    code(asking, { codes: [{ ...unit, subtype: 'explain' }], done: false }, undefined),
  ).rejects.toMatchObject({
    status: 400,
  });
  const kept = await code(asking, { codes: [{ ...unit, subtype: 'play' }], done: false }, undefined);
  expect(kept.codes).toMatchObject([{ subtype: 'play' }]);
});
