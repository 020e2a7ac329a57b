import { readFileSync } from 'node:fs';
import { type Codebook, keyOf, ownCodebook } from '../lessons/codebook.ts';
import { labelSchema, subtypeSchema } from '../lessons/question.ts';

// The build puts the text here; what runs without a build reads the file itself.
declare const ASKWELL_CODEBOOK: string | undefined;

const ownText = (): string =>
  typeof ASKWELL_CODEBOOK === 'string'
    ? ASKWELL_CODEBOOK
    : readFileSync(new URL('../../docs/codebook.md', import.meta.url), 'utf8');

/**
 * The codebook as a large model is told it: docs/codebook.md, the same text as for people. Where a site has subtypes of
 * its own, they stand in the tables in the place of ours, and what else names one of ours names the site's, or none; the
 * examples stay, as they show what the labels mean.
 */
export function codebookText(codebook: Codebook): string {
  if (codebook === ownCodebook) return ownText();
  return ownText()
    .replace(
      tables,
      (_table, heading: string, label: string, rows: string) => heading + sitesTable(codebook, label, rows),
    )
    .replace(mentions, (_mention, named: string) => {
      const key = keyOf(codebook, subtypeSchema.parse(named));
      return key === undefined ? '' : ` (${key})`;
    });
}

const tables = new RegExp(`(^## (${labelSchema.options.join('|')})\\b[^|]*)((?:^\\|.*\\n)+)`, 'gm');
const mentions = new RegExp(` \\((${subtypeSchema.options.join('|')})\\)`, 'g');

function sitesTable({ subtypes }: Codebook, label: string, rows: string): string {
  const examples = rows
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[3]?.trim());
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [
    '| subtype | name | definition |',
    '|---|---|---|',
    ...subtypes
      .filter((one) => one.label === label)
      .map(({ key, name, definition }) => `| ${key} | ${cell(name)} | ${cell(definition)} |`),
    '',
    `Examples of ${label}, of whichever subtype: ${examples.join(' · ')}`,
    '',
  ].join('\n');
}
