import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadRecogniser } from '../../../shared/names/detect.ts';
import { NameMasker } from '../../../shared/names/masker.ts';

const sentences = readFileSync('samples/names.jsonl', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line): { part: string; text: string } => JSON.parse(line))
  .filter(({ part }) => part === 'starts');

/** How many of some marked sentences come out with their names masked and nothing else. */
async function right(texts: readonly string[]): Promise<number> {
  const recognise = await loadRecogniser();
  let count = 0;
  for (const marked of texts) {
    const plain = marked.replaceAll(/[{}]/gu, '');
    const masked = (await NameMasker.of(recognise, [], [plain])).mask(plain);
    if (masked === marked.replaceAll(/\{[^}]*\}/gu, '[name 1]')) count += 1;
  }
  return count;
}

test('a name of any origin at a sentence’s beginning is masked', async () => {
  const named = sentences.filter(({ text }) => text.includes('{')).map(({ text }) => text);
  expect([named.length, await right(named)]).toEqual([50, 50]);
});

test('a common word with a capital letter at a sentence’s beginning is none', async () => {
  const plain = sentences.filter(({ text }) => !text.includes('{')).map(({ text }) => text);
  expect(plain).toHaveLength(50);
  expect(await right(plain)).toBeGreaterThanOrEqual(48);
});
