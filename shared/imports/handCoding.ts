import { CsvError, parse } from 'csv-parse/sync';
import { type Codebook, subtypeNamed } from '../lessons/codebook.ts';
import { type CodedQuestion, type Label, labelSchema } from '../lessons/question.ts';
import { Unreadable } from './unreadable.ts';

export const handCodingLimits = { rows: 3000, text: 1000 } as const;

/** A question as somebody coded it by hand. */
export interface HandCode {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text?: string;
  readonly label: Label;
  readonly subtype?: string;
  /** The machine's question at that place; absent where it found none. */
  readonly question?: string;
}

const names: Readonly<Record<string, readonly string[]>> = {
  start: ['start', 'startseconds', 'from', 'begin', 'onset', 'time'],
  end: ['end', 'endseconds', 'to', 'offset'],
  text: ['text', 'question', 'words', 'utterance'],
  label: ['label', 'code'],
  subtype: ['subtype'],
};

/** Somebody who writes times by hand is this far from a question's begin at most. */
const nearSeconds = 2;
/** How long a question is taken to be that has a time only, and that the machine did not find. */
const unknownLengthSeconds = 1;

interface Row {
  readonly line: number;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly text: string;
  readonly label: Label;
  readonly subtype: string | undefined;
}

/**
 * Reads a table of earlier coding by hand: a head with `start` (or `time`) or `text`, and `label` (or `code`), and where
 * there are such `end` and `subtype`. Commas, semicolons or tabs; times in seconds or h:mm:ss. What has no end, or no
 * time at all, gets that of the machine's question with the same words or nearest begin; every question is matched once.
 * @param codebook of the lesson's site: a subtype is one of its keys or names
 * @throws Unreadable that names the first lines that are wrong; nothing of such a file is taken
 */
export function readHandCoding(
  csv: string,
  questions: readonly CodedQuestion[],
  durationSeconds: number,
  codebook: Codebook,
): HandCode[] {
  const rows = rowsOf(csv, codebook);
  const free = new Map(questions.map((question) => [question.id, question]));
  const wrong: string[] = [];
  const codes = rows.flatMap((row) => {
    const match = matchOf(row, [...free.values()]);
    if (match !== undefined) free.delete(match.id);
    const start = row.start ?? match?.start;
    if (start === undefined) {
      wrong.push(`line ${row.line}: no question has these words, and there is no time`);
      return [];
    }
    const end = row.end ?? match?.end ?? Math.min(start + unknownLengthSeconds, Math.max(start + 0.1, durationSeconds));
    if (end - start < 0.1 - 1e-9 || start > durationSeconds) {
      wrong.push(`line ${row.line}: it ends before it begins, or begins after the lesson`);
      return [];
    }
    const { text, label, subtype } = row;
    const words = text === '' ? match?.text : text;
    return [
      {
        ...{ startSeconds: start, endSeconds: end, label },
        ...(words === undefined ? {} : { text: words.slice(0, handCodingLimits.text) }),
        ...(subtype === undefined ? {} : { subtype }),
        ...(match === undefined ? {} : { question: match.id }),
      },
    ];
  });
  refuse(wrong);
  return codes.toSorted((a, b) => a.startSeconds - b.startSeconds);
}

function rowsOf(csv: string, codebook: Codebook): Row[] {
  const [first = ''] = csv.split(/\r?\n/u, 1);
  const delimiter = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  const [head = [], ...records] = recordsOf(csv, delimiter);
  const at = (name: string) =>
    head.findIndex((cell) => names[name]?.includes(cell.toLowerCase().replaceAll(/[\s_]/gu, '')));
  const places = { start: at('start'), end: at('end'), text: at('text'), label: at('label'), subtype: at('subtype') };
  if (places.label < 0 || (places.start < 0 && places.text < 0))
    throw new Unreadable(
      'Its first line must name the columns: "start" or "text", and "label"; "end" and "subtype" where there are such.',
    );
  if (records.length > handCodingLimits.rows) throw new Unreadable(`It has more than ${handCodingLimits.rows} rows.`);
  const wrong: string[] = [];
  const rows = records.map((record, index): Row => {
    const line = index + 2;
    const cell = (place: number) => (record[place] ?? '').trim().replace(/^'(?=[=+\-@\t])/u, '');
    const read = <T>(what: string, place: number, reads: (text: string) => T | undefined): T | undefined => {
      const text = place < 0 ? '' : cell(place);
      if (text === '') return undefined;
      const value = reads(text);
      if (value === undefined) wrong.push(`line ${line}: the ${what} "${text.slice(0, 40)}" is none`);
      return value;
    };
    const label = read('label', places.label, (text) => labelSchema.safeParse(text.toUpperCase()).data);
    const subtype = read('subtype', places.subtype, (text) => subtypeNamed(codebook, text, label));
    if (label === undefined && cell(places.label) === '') wrong.push(`line ${line}: there is no label`);
    if (label !== undefined && subtype !== undefined && subtype.label !== label)
      wrong.push(`line ${line}: ${subtype.key} is no subtype of ${label}`);
    const seconds = (text: string) => secondsOf(delimiter === ',' ? text : text.replace(',', '.'));
    return {
      line,
      start: read('time', places.start, seconds),
      end: read('end', places.end, seconds),
      text: places.text < 0 ? '' : cell(places.text),
      label: label ?? 'OEQ',
      subtype: subtype?.key,
    };
  });
  refuse(wrong);
  return rows;
}

function recordsOf(csv: string, delimiter: string): string[][] {
  try {
    return parse(csv, { bom: true, delimiter, skip_empty_lines: true, max_record_size: 20_000 });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Unreadable(`It is no table: ${error.message}.`);
  }
}

/** "12.5", "1:02" and "1:00:02.5". */
function secondsOf(text: string): number | undefined {
  if (!/^(?:\d{1,2}:)?(?:\d{1,3}:)?\d{1,6}(?:\.\d{1,9})?$/u.test(text)) return undefined;
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function matchOf({ start, end, text }: Row, free: readonly CodedQuestion[]): CodedQuestion | undefined {
  const near = (question: CodedQuestion) =>
    start === undefined || (end !== undefined && question.start < end && question.end > start)
      ? 0
      : Math.abs(question.start - start);
  const alike = text === '' ? free : free.filter((question) => plain(question.text) === plain(text));
  // With a time, the time decides, and words only among those that are near.
  if (start === undefined) return alike[0];
  const close = (all: readonly CodedQuestion[]) =>
    all
      .filter((question) => near(question) <= nearSeconds)
      .toSorted((a, b) => near(a) - near(b) || a.start - b.start)[0];
  return close(alike) ?? close(free);
}

const mostTold = 10;

function refuse(wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  const more = wrong.length > mostTold ? `; and ${wrong.length - mostTold} more` : '';
  throw new Unreadable(`${wrong.slice(0, mostTold).join('; ')}${more}.`);
}
