import { misused, readCommandLine } from '../local/commandLine.ts';
import { isLanguageList } from '../shared/heardLanguages.ts';

export interface AnalyzeArguments {
  /** Files and folders. */
  readonly paths: readonly string[];
  readonly site: string | undefined;
  /** ISO 639-1, apart by commas: what may be spoken in them. */
  readonly languages: string | undefined;
  readonly json: string | undefined;
  readonly out: string | undefined;
  readonly stateDir: string;
}

const usage = `npm run analyze -- lesson.mp4 [MORE …] [--site NAME] [--languages LIST] [--json FILE] [--out DIR]
npm run demo

Analyses videos, one after the other, and prints each one's questions; a folder stands for the videos in it. npm run demo
analyses the sample lesson. It works with the local cloud that is up (npm start), or starts one for as long as it takes.

  --site NAME  the site that the lessons belong to
  --languages LIST
               the languages that may be spoken, as es,en; default is the setting LANGUAGES
  --json FILE  write the analysis as JSON, of one video
  --out DIR    write transcript.vtt, transcript.srt, speakers.rttm, analysis.json and questions.csv; of several videos into a folder each
  --state DIR  where the local cloud keeps its state; default .askwell

Ends with 0 when every video was analysed, with 1 when one was not.`;

/** Reads the command line; ends the process when there is something wrong with it, or help is asked for. */
export function readArguments(): AnalyzeArguments {
  const options = {
    site: { type: 'string' },
    languages: { type: 'string' },
    json: { type: 'string' },
    out: { type: 'string' },
    state: { type: 'string', default: '.askwell' },
  } as const;
  const { values, positionals } = readCommandLine(usage, options, { positionals: true });
  if (positionals.length === 0) misused(usage, 'Name a video, or a folder with videos.');
  if (values.site !== undefined && (values.site === '' || values.site.includes('/')))
    misused(usage, '--site takes a name without "/".');
  if (values.languages !== undefined && !isLanguageList(values.languages))
    misused(usage, '--languages takes languages by their codes, as es,en.');
  for (const name of ['json', 'out', 'state'] as const) if (values[name] === '') misused(usage, `--${name} is empty.`);
  return {
    paths: positionals,
    site: values.site,
    languages: values.languages,
    json: values.json,
    out: values.out,
    stateDir: values.state,
  };
}

/** @throws nothing: ends the process when one file is to hold the analyses of several videos. */
export function refuseOneFileForSeveral({ json }: AnalyzeArguments, videos: number): void {
  if (json !== undefined && videos > 1) misused(usage, `--json takes one video, not ${videos}; use --out.`);
}
