import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { type Transcript, transcriptSchema } from '../../shared/lessons/transcript.ts';
import { compareWords, plainWords } from '../../speech/measure/wordErrors.ts';
import { table } from './scoring/tables.ts';

const usage = `npm run evaluate:languages -- TRANSCRIPT.json TRUTH.json
Measures, language by language, whether each turn was heard in its own, and how many of its words.
The truth is { turns: [{ start, end, text, language }] }, seconds from the video's start.`;

const turnSchema = z.object({ start: z.number(), end: z.number(), text: z.string(), language: z.string() });
const truthSchema = z.object({ turns: z.array(turnSchema).min(1) });
type Turn = z.infer<typeof turnSchema>;

interface HeardTurn {
  readonly turn: Turn;
  readonly words: readonly { readonly text: string; readonly language: string | undefined }[];
}

/** The words of which the middle lies in a turn, or this near to it. */
const nearSeconds = 0.2;

function heardTurn(turn: Turn, { segments, language }: Transcript): HeardTurn {
  const words = segments
    .filter(({ heard }) => heard !== 'not-understood')
    .flatMap((segment) =>
      (segment.words ?? [segment]).map((word) => ({ ...word, language: segment.language ?? language })),
    );
  const from = turn.start - nearSeconds;
  const to = turn.end + nearSeconds;
  return { turn, words: words.filter(({ start, end }) => start + end >= 2 * from && start + end <= 2 * to) };
}

/** A row: the turns of one language. */
function scoresOf(language: string, turns: readonly HeardTurn[]): string[] {
  const told = turns.filter(({ words }) => words.length > 0);
  const own = told.filter(({ words }) => words.every((word) => word.language === language));
  const strange = told.filter(({ words }) => words.some((word) => word.language !== language));
  const counted = turns.map(({ turn, words }) => {
    const said = plainWords(turn.text);
    return {
      errors: compareWords(said, plainWords(words.map(({ text }) => text).join(' '))).errors,
      said: said.length,
    };
  });
  const sum = (pick: (one: (typeof counted)[number]) => number) => counted.reduce((all, one) => all + pick(one), 0);
  const errors = sum((one) => one.errors);
  const said = sum((one) => one.said);
  const rate = `${errors} of ${said} (${Math.round((100 * errors) / said)} %)`;
  return [language, turns.length, own.length, strange.length, turns.length - told.length, rate].map(String);
}

const { positionals } = readCommandLine(usage, {}, { positionals: true });
const [transcriptFile, truthFile] = positionals;
if (transcriptFile === undefined || truthFile === undefined || positionals.length > 2)
  misused(usage, 'Name a transcript and its truth.');
const transcript = transcriptSchema.parse(JSON.parse(readFileSync(transcriptFile, 'utf8')));
const { turns } = truthSchema.parse(JSON.parse(readFileSync(truthFile, 'utf8')));
const heard = turns.map((turn) => heardTurn(turn, transcript));
const head = ['language', 'turns', 'in their language', 'with words of another', 'without words', 'word errors'];
const languages = [...new Set(turns.map(({ language }) => language))].sort();
const ofLanguage = (each: string) => heard.filter(({ turn }) => turn.language === each);
console.log(
  table(
    head,
    languages.map((each) => scoresOf(each, ofLanguage(each))),
  ),
);
