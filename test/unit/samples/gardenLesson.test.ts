import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readScript } from '../../../samples/script.ts';
import { readRttm } from '../../../scripts/speakers/rttm.ts';

const samples = new URL('../../../samples/', import.meta.url);
const script = await readScript(fileURLToPath(new URL('garden.script.json', samples)));
const role = z.enum(['educator', 'child', 'adult']);
const truth = z
  .object({
    turns: z.array(z.object({ speaker: z.string(), text: z.string(), start: z.number(), end: z.number() })),
    questions: z.array(
      z.object({ text: z.string(), waitTimeSeconds: z.number(), end: z.number(), askedBy: role, nextBy: role }),
    ),
  })
  .parse(JSON.parse(await readFile(new URL('garden.truth.json', samples), 'utf8')));

describe('the lesson in which children ask', () => {
  it('has questions of children and of a visitor, and waits that the educator ends herself', () => {
    const askedBy = (who: string) => truth.questions.filter((question) => question.askedBy === who);
    expect([askedBy('educator').length, askedBy('child').length, askedBy('adult').length]).toEqual([12, 9, 2]);
    const ended = askedBy('educator').filter(({ nextBy }) => nextBy === 'educator');
    expect(ended.map(({ waitTimeSeconds }) => waitTimeSeconds)).toEqual([3.4, 4, 2.2, 3.6]);
  });

  it('has a truth that was made from the script as it stands, and one question of two voices at once', () => {
    const said = script.turns.flatMap(({ speaker, text, with: other }) =>
      [speaker, other].flatMap((one) => (one === undefined ? [] : [{ speaker: one, text }])),
    );
    expect(truth.turns.map(({ speaker, text }) => ({ speaker, text }))).toEqual(said);
    const asked = script.turns.flatMap(({ text, question, pauseSeconds }) =>
      question === undefined ? [] : [[text, pauseSeconds]],
    );
    expect(truth.questions.map(({ text, waitTimeSeconds }) => [text, waitTimeSeconds])).toEqual(asked);
    const [one, other] = truth.turns.filter(({ text }) => text === 'Can we go outside now?');
    expect(one?.start).toBe(other?.start);
    expect(truth.questions.find(({ text }) => text === one?.text)?.end).toBe(Math.max(one?.end ?? 0, other?.end ?? 0));
  });

  it('says the same in RTTM', async () => {
    const turns = readRttm(await readFile(new URL('garden.rttm', samples), 'utf8'));
    expect(turns.map(({ speaker, start }) => [speaker, start])).toEqual(
      truth.turns.map(({ speaker, start }) => [speaker, start]),
    );
  });
});
