import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { readCommandLine } from '../../local/commandLine.ts';

const usage = `npm run types
Checks the types of every project (tsconfig.json), and that each TypeScript file is in one of them.`;

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

interface Checked {
  /** What the compiler complains of. */
  readonly complaints: readonly string[];
  /** The files that it looked at, from this folder. */
  readonly files: readonly string[];
}

async function check(project: string): Promise<Checked> {
  const child = spawn(process.execPath, [compiler, '--project', project, '--listFiles', '--pretty', 'false']);
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const lines = `${out}${error}`.split('\n').filter((line) => line !== '');
  const isListed = (line: string) => resolve(line) === line;
  const complaints = lines.filter((line) => !isListed(line));
  if (code !== 0 && complaints.length === 0) complaints.push(`tsc --project ${project} ended with ${code}.`);
  return { complaints, files: lines.filter(isListed).map((file) => relative('.', file)) };
}

/** The files that git knows or is about to know, by their names' patterns. */
async function filesOf(...patterns: string[]): Promise<string[]> {
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const child = spawn('git', [...options, '--', ...patterns], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error('git did not list the files.');
  // One that is deleted is listed until git is told.
  return out.split('\0').filter((file) => file !== '' && existsSync(file));
}

readCommandLine(usage, {});
const seen = new Set<string>();
for (const project of await filesOf('tsconfig.json', '*/tsconfig.json')) {
  const { complaints, files } = await check(project);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
  for (const file of files) seen.add(file);
}
const unseen = (await filesOf('*.ts', '*.tsx', '*.mts', '*.cts')).filter((file) => !seen.has(file));
if (unseen.length > 0) {
  console.error(`In no tsconfig.json, so nobody checks their types:\n${unseen.map((file) => `  ${file}`).join('\n')}`);
  process.exitCode = 1;
}
