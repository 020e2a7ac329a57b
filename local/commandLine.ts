import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

const help = { help: { type: 'boolean', short: 'h', default: false } } as const;

interface Accepted {
  /** Whether words that are no options are taken. */
  readonly positionals?: boolean;
  /** Whether `--no-NAME` is taken. */
  readonly negative?: boolean;
}

/**
 * Reads this process's command line. `--help` and `-h` print the usage and end the process with 0; what it does not
 * take is named in one line, with the usage, and ends it with 2.
 */
export function readCommandLine<const Options extends ParseArgsOptionsConfig>(
  usage: string,
  options: Options,
  { positionals = false, negative = false }: Accepted = {},
) {
  try {
    const read = parseArgs({
      options: { ...options, ...help },
      allowPositionals: positionals,
      allowNegative: negative,
    });
    // The compiler cannot tell that this name is there whatever the options are.
    if ('help' in read.values && read.values.help === true) {
      process.stdout.write(`${usage.trim()}\n`);
      process.exit(0);
    }
    const words: readonly string[] = read.positionals;
    return { values: read.values, positionals: words };
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')))
      throw error;
    // What follows the first sentence is advice on how to write what nobody means.
    return misused(usage, `${error.message.split(/\.\s|\n/)[0]?.replace(/\.$/, '')}.`);
  }
}

/** Ends the process with 2: what is wrong with its command line, and how it is used. */
export function misused(usage: string, problem: string): never {
  process.stderr.write(`${problem}\n\n${usage.trim()}\n`);
  process.exit(2);
}
