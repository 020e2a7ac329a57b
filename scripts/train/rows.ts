import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type CodedLanguage,
  closedSubtypes,
  codedLanguageSchema,
  type Label,
  labelSchema,
  openSubtypes,
  type Subtype,
  subtypeSchema,
} from '../../shared/lessons/question.ts';

/** One coded question of a training or evaluation file. */
export interface Row {
  readonly text: string;
  readonly label: Label;
  /** absent: English */
  readonly language?: CodedLanguage;
  /** absent where the file's own subtype is none of the codebook's */
  readonly subtype?: Subtype;
  /** how much the row counts: less where coders were unsure or disagreed */
  readonly weight: number;
  readonly source: string;
}

const lineSchema = z.object({
  question: z.string().trim().min(1).max(2000),
  label: labelSchema.nullable().describe('null: no question'),
  language: z.string().optional().describe('as en, es, es-en; a mixed one is coded as its first'),
  subtype: z.string().nullish(),
  sure: z.boolean().optional(),
  agree: z.number().min(0).max(1).optional(),
  source: z.string().optional(),
});

const open: ReadonlySet<string> = new Set(openSubtypes);
const closed: ReadonlySet<string> = new Set(closedSubtypes);

/** An unsure coder's label counts half. */
const unsureWeight = 0.5;

/**
 * Reads a JSON Lines file of coded questions: `question` and `label`, and where known `subtype`, `language`, `sure`, `agree`,
 * `source`. Lines whose label is null are no questions and are passed over: there is nothing to code in them.
 * @throws Error that names file, line and what to change
 */
export function readRows(path: string): Row[] {
  const rows: Row[] = [];
  for (const [index, line] of readFileSync(path, 'utf8').split(/\r?\n/u).entries()) {
    if (line.trim() !== '') rows.push(...parseRow(line, `${path}:${index + 1}`));
  }
  if (rows.length === 0) throw new Error(`${path}: no questions; expected one JSON object a line`);
  return rows;
}

function parseRow(line: string, place: string): Row[] {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) throw new Error(`${place}: ${z.prettifyError(parsed.error)}`);
  const { question, label, subtype, sure, agree, source } = parsed.data;
  if (label === null) return [];
  const language = languageOf(parsed.data.language, place);
  const weight = (sure === false ? unsureWeight : 1) * (agree ?? 1);
  const known = subtypeOf(subtype, label);
  return [
    {
      ...{ text: question, label, weight, source: source ?? 'file' },
      ...(known && { subtype: known }),
      ...(language === 'en' ? {} : { language }),
    },
  ];
}

function languageOf(name: string | undefined, place: string): CodedLanguage {
  const parsed = codedLanguageSchema.safeParse(name?.slice(0, 2) ?? 'en');
  if (!parsed.success) throw new Error(`${place}: language "${name}" is not one that is coded (en, es)`);
  return parsed.data;
}

/** The codebook's subtype of that name, if it belongs to the label; "yes/no" is the same as "yes-no". */
function subtypeOf(name: string | null | undefined, label: Label): Subtype | undefined {
  const parsed = subtypeSchema.safeParse(name?.replace('/', '-'));
  if (!parsed.success) return undefined;
  return (label === 'OEQ' ? open : closed).has(parsed.data) ? parsed.data : undefined;
}
