import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const samples = resolve('samples/questions.jsonl');
const script = (name: string, ...args: string[]) => run(process.execPath, [resolve('scripts/train', name), ...args]);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-training-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run train and npm run evaluate', () => {
  it('train a model with its card, without quoting a question, and evaluate it', async () => {
    await script('train.ts', samples, '--out', folder, '--evaluate', samples);
    const card = await readFile(join(folder, 'model.md'), 'utf8');
    const questions = (await readFile(samples, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => String(JSON.parse(line).question))
      .filter((question) => question.split(' ').length > 4);
    expect(questions.filter((question) => card.includes(question))).toEqual([]);
    for (const part of ['## Data', 'macro-F1', 'Calibration curve', '## Known failures']) expect(card).toContain(part);

    const { stdout } = await script('evaluate.ts', samples, '--model', join(folder, 'model.json'));
    for (const part of ['macro-F1', 'truth \\ coded', 'expected calibration error', 'fill-in'])
      expect(stdout).toContain(part);
  });

  it('shows the wrong ones with their evidence', async () => {
    const file = join(folder, 'wrong.jsonl');
    await writeFile(file, '{"question":"Why did it sink?","label":"CEQ"}\n{"question":"Is it red?","label":"CEQ"}\n');
    const { stdout } = await script('evaluate.ts', file);
    expect(stdout).toContain('CEQ coded OEQ explain');
    expect(stdout).toContain('Why did it sink?');
    expect(stdout).toContain('asks for a reason');
    expect(stdout).not.toContain('Is it red?');
  });

  it.each([
    ['train.ts', [], 2, 'Usage'],
    ['evaluate.ts', [], 2, 'Usage'],
    ['train.ts', ['missing.jsonl'], 1, 'missing.jsonl'],
    ['evaluate.ts', ['missing.jsonl'], 1, 'missing.jsonl'],
  ])('%s %j ends with %d and says what to change', async (name, args, code, message) => {
    await expect(script(name, ...args)).rejects.toMatchObject({ code, stderr: expect.stringContaining(message) });
  });

  it('does not train on one label alone', async () => {
    const file = join(folder, 'closed.jsonl');
    await writeFile(file, '{"question":"Is it red?","label":"CEQ"}\n');
    await expect(script('train.ts', file, '--out', folder)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no OEQ'),
    });
  });
});
