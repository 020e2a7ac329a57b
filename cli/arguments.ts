import { basename } from 'node:path';
import { parseArgs } from 'node:util';

export interface AnalyzeArguments {
  readonly file: string;
  readonly fileName: string;
  readonly site: string | undefined;
  readonly json: string | undefined;
  readonly out: string | undefined;
  readonly stateDir: string;
}

export const usage = `npm run analyze -- lesson.mp4 [--site NAME] [--json FILE] [--out DIR]
  --site NAME  the site that the lesson belongs to
  --json FILE  write the analysis as JSON
  --out DIR    write transcript.vtt, transcript.srt, analysis.json and questions.csv`;

/** Reads the command line. @throws Error that says what is wrong, with the usage. */
export function readArguments(argv: readonly string[]): AnalyzeArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      site: { type: 'string' },
      json: { type: 'string' },
      out: { type: 'string' },
      state: { type: 'string', default: '.askwell' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error(`Name one video.\n\n${usage}`);
  if (values.site !== undefined && (values.site === '' || values.site.includes('/'))) {
    throw new Error('--site takes a name without "/".');
  }
  return {
    file,
    fileName: basename(file),
    site: values.site,
    json: values.json,
    out: values.out,
    stateDir: values.state,
  };
}
