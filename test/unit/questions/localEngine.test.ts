import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../../scripts/train/rows.ts';
import { closedSubtypes, codeSchema, openSubtypes } from '../../../shared/lessons/question.ts';
import { codeQuestions } from '../../../shared/questions/code.ts';
import type { CodingEngine } from '../../../shared/questions/engine.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import { engineFrom, localEngine } from '../../../shared/questions/localEngine.ts';
import { columnNames, localModelSchema } from '../../../shared/questions/localModel.ts';
import { lesson } from '../../../testing/transcripts.ts';

const modelFile = new URL('../../../shared/questions/model.json', import.meta.url);
const samples = readRows(new URL('../../../samples/questions.jsonl', import.meta.url).pathname);
const code = (text: string) => localEngine().codeOne({ text });

describe('the local engine', () => {
  it.each([
    ['Why did it sink?', 'OEQ', 'explain'],
    ['Can you tell me why it sank?', 'OEQ', 'explain'],
    ['so what are you going to do next', 'OEQ', 'predict'],
    ['What are you making?', 'OEQ', 'describe'],
    ['What else could we use?', 'OEQ', 'ideas'],
    ['Tell me about your boat.', 'OEQ', 'prompt'],
    ['Is it red?', 'CEQ', 'yes-no'],
    ['Is it red or blue?', 'CEQ', 'choice'],
    ['What color is it?', 'CEQ', 'specific-answer'],
    ['Some things sink and some things what?', 'CEQ', 'fill-in'],
    ["It is heavy, isn't it?", 'CEQ', 'tag'],
    ['What did you say, Mia?', 'CEQ', 'repair'],
    ['Can you put it on the shelf?', 'CEQ', 'request'],
    ['Can you also describe it in words', 'OEQ', 'prompt'],
    ['Convince me.', 'OEQ', 'prompt'],
    ['Show me how you did it.', 'OEQ', 'explain'],
    ["Let's hear why.", 'OEQ', 'explain'],
    ['What tastes better?', 'CEQ', 'specific-answer'],
    ['How do you do?', 'CEQ', 'specific-answer'],
  ] as const)('codes "%s" as %s %s', (text, label, subtype) => {
    expect(code(text)).toMatchObject({ label, subtype });
  });

  it('codes the samples as people do', () => {
    const sure = samples.filter(({ weight }) => weight === 1);
    const wrong = sure.filter(({ text, label }) => code(text).label !== label).map(({ text }) => text);
    expect(wrong.length / sure.length).toBeLessThanOrEqual(0.03);
  });

  it('needs neither marks nor capitals nor clean beginnings', () => {
    for (const text of ['Why did it sink?', 'What color is it?', 'How does it feel?', 'Do you like it?']) {
      const bare = `um okay so ${text.replace('?', '').toLowerCase()}`;
      expect(code(bare).label).toBe(code(text).label);
    }
  });

  it('is unsure where observers differ', () => {
    const border = [
      'What else is yellow?',
      'How are you today?',
      'Where is she going?',
      'What do you need?',
      'What is a nest?',
    ];
    for (const text of border) expect(code(text).confidence).toBeLessThanOrEqual(0.7);
    expect(code('Why did it sink?').confidence).toBeGreaterThan(0.95);
  });

  it('gives a whole and valid code for any text', () => {
    for (const text of ['', ' ', '?', '…', '🙂', '\u0000', "'".repeat(500), 'why '.repeat(5000), 'x'.repeat(100_000)]) {
      const given = code(text);
      expect(() => codeSchema.parse(given)).not.toThrow();
      expect(given.confidence).toBeGreaterThanOrEqual(0.5);
      const subtypes: readonly string[] = given.label === 'OEQ' ? openSubtypes : closedSubtypes;
      expect(subtypes).toContain(given.subtype);
    }
  });

  it('says why, on request only', () => {
    expect(code('Why did it sink?').evidence).toBeUndefined();
    const open = localEngine().codeOne({ text: 'Why did it sink?' }, { evidence: true }).evidence ?? [];
    expect(open[0]).toMatchObject({ text: 'asks for a reason (why, how come)' });
    expect(open[0]?.weight).toBeGreaterThan(1);
    const closed = localEngine().codeOne({ text: 'Is it red?' }, { evidence: true }).evidence ?? [];
    expect(closed[0]?.weight).toBeLessThan(-1);
    expect(closed.map(({ weight }) => Math.abs(weight))).toEqual(
      closed.map(({ weight }) => Math.abs(weight)).toSorted((a, b) => b - a),
    );
  });

  it('answers in the order of the questions, each with engine and model version', async () => {
    const engine = localEngine();
    const codes = await engine.code([{ text: 'Why?' }, { text: 'Is it red?' }]);
    expect(codes.map(({ label }) => label)).toEqual(['OEQ', 'CEQ']);
    for (const each of codes) expect(each).toMatchObject({ engine: 'local', modelVersion: engine.modelVersion });
    expect(await engine.code([])).toEqual([]);
  });

  it('stops when it is told to', async () => {
    await expect(localEngine().code([{ text: 'Why?' }], { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('the standing model', () => {
  const text = readFileSync(modelFile, 'utf8');
  const model = localModelSchema.parse(JSON.parse(text));

  it('is at most 1 MB, a feature a line', () => {
    expect(text.length).toBeLessThanOrEqual(1e6);
    expect(text.split('\n').length).toBeGreaterThan(Object.keys(model.features).length);
    expect(model.columns).toEqual(columnNames);
  });

  it('has a card of its own version', () => {
    expect(readFileSync(new URL('model.md', modelFile), 'utf8')).toContain(model.version);
  });

  it('gives another engine when a number changes', () => {
    const turned = engineFrom({ ...model, bias: [50, ...model.bias.slice(1)] });
    expect(turned.codeOne({ text: 'Is it red?' }).label).toBe('OEQ');
  });
});

describe('codeQuestions', () => {
  const found = findQuestions(lesson([[1, 'Why did it sink? Is it red?']]));

  it('puts each code to its question', async () => {
    expect(await codeQuestions(found, localEngine())).toMatchObject([
      { id: 'q001', label: 'OEQ', subtype: 'explain' },
      { id: 'q002', label: 'CEQ', subtype: 'yes-no' },
    ]);
  });

  it('refuses an engine that gives too few codes', async () => {
    const fake: CodingEngine = { name: 'fake', modelVersion: '0', code: async () => [code('Why?')] };
    await expect(codeQuestions(found, fake)).rejects.toThrow('engine fake gave 1 codes for 2 questions');
  });
});
