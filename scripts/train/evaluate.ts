import { readFileSync } from 'node:fs';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { tellLanguages } from '../../shared/questions/language.ts';
import { engineFrom, localEngine } from '../../shared/questions/localEngine.ts';
import { localModelSchema } from '../../shared/questions/localModel.ts';
import { readRows } from './rows.ts';
import { judge } from './scoring/judge.ts';
import { confusionTable, labelTable, reliabilityTable, subtypeTable, summaryTable, three } from './scoring/tables.ts';

const usage = `Usage: npm run evaluate -- FILE.jsonl [--model MODEL.json]

Codes a labelled file with the local engine and prints how well: accuracy, macro-F1 with interval, per label and subtype,
confusion, calibration, how many are told in their language, and every wrong question with its evidence. --model takes another trained model than the standing one.`;

async function main(): Promise<void> {
  const { values, positionals } = readCommandLine(usage, { model: { type: 'string' } }, { positionals: true });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) misused(usage, 'Name one file of labelled questions.');
  const rows = readRows(path);
  const engine = values.model === undefined ? localEngine() : engineWith(readModel(values.model));
  const codes = await engine.code(rows, { evidence: true });
  const judged = judge(rows, codes);
  const told = await tellLanguages(rows.map(({ text }) => text));
  const refused = rows.filter((_, index) => 'reason' in (told[index] ?? {}));
  const asSaid = rows.filter(({ language = 'en' }, index) => {
    const one = told[index];
    return one !== undefined && 'language' in one && one.language === language;
  });
  const parts = [
    `${rows.length} questions coded by ${engine.name} ${engine.modelVersion}`,
    summaryTable(judged),
    labelTable(judged),
    confusionTable(judged),
    subtypeTable(judged),
    'Calibration',
    reliabilityTable(judged),
    `Told in the language that the line names: ${asSaid.length}; in the other: ${rows.length - asSaid.length - refused.length}; refused: ${refused.length}${refused.length === 0 ? '' : ` (${refused.map(({ text }) => text).join(' | ')})`}`,
  ];
  const wrong = rows.flatMap((row, index) => {
    const code = codes[index];
    if (code === undefined || code.label === row.label) return [];
    const evidence = (code.evidence ?? []).map(({ text, weight }) => `    ${weight > 0 ? '+' : ''}${weight}  ${text}`);
    return [`${row.label} coded ${code.label} ${code.subtype} (${three(code.confidence)}): ${row.text}`, ...evidence];
  });
  parts.push(wrong.length === 0 ? 'None is wrong.' : `Wrong:\n${wrong.join('\n')}`);
  console.log(parts.join('\n\n'));
}

/** The model codes all lines, whatever language they say: it is on trial. */
function engineWith(model: ReturnType<typeof readModel>): ReturnType<typeof engineFrom> {
  return engineFrom(model, model.language);
}

function readModel(path: string): ReturnType<typeof localModelSchema.parse> {
  return localModelSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
