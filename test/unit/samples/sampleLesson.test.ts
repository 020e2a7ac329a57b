import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readScript } from '../../../samples/script.ts';

const samples = new URL('../../../samples/', import.meta.url);
const script = await readScript(fileURLToPath(new URL('lesson.script.json', samples)));
const truth = z
  .object({
    durationSeconds: z.number(),
    turns: z.array(z.object({ speaker: z.string(), text: z.string(), start: z.number(), end: z.number() })),
    questions: z.array(
      z.object({
        text: z.string(),
        label: z.string(),
        subtype: z.string(),
        start: z.number(),
        end: z.number(),
        waitTimeSeconds: z.number().nullable(),
        askedBy: z.literal('educator'),
        nextBy: z.enum(['educator', 'child']),
      }),
    ),
  })
  .parse(JSON.parse(await readFile(new URL('lesson.truth.json', samples), 'utf8')));

describe('the sample lesson', () => {
  it('has every subtype of the codebook, asked by the educator', () => {
    const subtypes = 'yes-no choice specific-answer fill-in tag repair request explain describe predict ideas prompt';
    expect(new Set(truth.questions.map(({ subtype }) => subtype))).toEqual(new Set(subtypes.split(' ')));
    expect(script.turns.filter(({ question }) => question).every(({ speaker }) => speaker === 'educator')).toBe(true);
  });

  it('has a truth that was made from the script as it stands', () => {
    const plain = ({ speaker, text }: { speaker: string; text: string }) => ({ speaker, text });
    expect(truth.turns.map(plain)).toEqual(script.turns.map(plain));
    const asked = script.turns.flatMap(({ text, question, pauseSeconds }) =>
      question === undefined ? [] : [{ text, label: question[0], subtype: question[1], waitTimeSeconds: pauseSeconds }],
    );
    const told = truth.questions.map(({ start: _, end: _end, askedBy: _askedBy, nextBy: _nextBy, ...rest }) => rest);
    expect(told).toEqual(asked);
  });

  it('lays the turns one after the other, inside the video', () => {
    const moments = truth.turns.flatMap(({ start, end }) => [start, end]);
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    expect(moments.at(-1)).toBeLessThan(truth.durationSeconds);
    expect(truth.durationSeconds).toBeGreaterThanOrEqual(60);
    expect(truth.durationSeconds).toBeLessThanOrEqual(120);
  });

  it('starts with its index, so that it plays while it loads, and stays under 6 MB', async () => {
    const video = new URL('lesson.mp4', samples);
    expect((await stat(video)).size).toBeLessThan(6_000_000);
    const bytes = await readFile(video);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });
});
