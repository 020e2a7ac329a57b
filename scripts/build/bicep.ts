import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { readCommandLine } from '../../local/commandLine.ts';
import { compiledFile, sourcesDigest, withReferences } from './bicep/compiled.ts';
import { type Compiler, fileArguments, findCompiler } from './bicep/compiler.ts';
import { writeOpenApi } from './bicep/openApiFile.ts';

const usage = `Compiles and lints the templates of Azure.

  npm run bicep                  lints, compiles, and keeps the result for the tests (${compiledFile})
  npm run bicep -- --check       lints and compiles; fails when the tests' template is not today's
  npm run openapi                writes infra/openapi.json, which API Management imports
`;

const flag = { type: 'boolean', default: false } as const;
const templates = ['infra/main.bicep', 'infra/events.bicep', 'infra/api.bicep'];
const run = promisify(execFile);

/** What the linter says; nothing when all is well. */
async function lint(compiler: Compiler, file: string): Promise<string> {
  const { stdout, stderr } = await run(compiler.file, [...compiler.before, 'lint', ...fileArguments(compiler, file)]);
  return `${stdout}${stderr}`.trim();
}

async function compile(compiler: Compiler, file: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'askwell-bicep-'));
  try {
    const out = join(folder, 'template.json');
    await run(compiler.file, [...compiler.before, 'build', ...fileArguments(compiler, file), '--outfile', out]);
    return JSON.parse(await readFile(out, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function main(): Promise<number> {
  const { values } = readCommandLine(usage, { check: flag, openapi: flag });
  await writeOpenApi();
  if (values.openapi) return 0;
  const compiler = await findCompiler(console.error);
  if (compiler === null) return 1;
  for (const file of templates) {
    const said = await lint(compiler, file);
    if (said !== '') {
      console.error(said);
      return 1;
    }
  }
  // JSON.parse gives what JSON can hold.
  const template = (await compile(compiler, 'infra/main.bicep')) as Parameters<typeof withReferences>[0];
  const kept = { sources: await sourcesDigest(), template: await withReferences(template) };
  if (!values.check) {
    await writeFile(compiledFile, `${JSON.stringify(kept, null, 1)}\n`);
    return 0;
  }
  if (isDeepStrictEqual(kept, JSON.parse(await readFile(compiledFile, 'utf8')))) return 0;
  console.error(`${compiledFile} is not what the templates compile to. Run "npm run bicep" and commit it.`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  // The compiler's own words are in stdout and stderr.
  const said = error instanceof Error && 'stderr' in error ? `${error.stderr}` : '';
  console.error(said || (error instanceof Error ? error.message : error));
  process.exitCode = 1;
}
