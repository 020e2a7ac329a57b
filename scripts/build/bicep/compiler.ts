import { execFile } from 'node:child_process';
import { access, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that the pull request's checks use; another may phrase a template differently. */
export const bicepVersion = '0.49.2';

export interface Compiler {
  readonly file: string;
  readonly before: readonly string[];
}

const answers = async (file: string, ...args: string[]) =>
  run(file, args, { timeout: 60_000 }).then(
    () => true,
    () => false,
  );

/**
 * The Bicep compiler: BICEP_PATH, else `bicep`, else `az bicep`, else from NuGet where the .NET SDK is, which checks the
 * package's signature. Null, with what was tried told through `log`, where there is none.
 */
export async function findCompiler(log: (line: string) => void): Promise<Compiler | null> {
  const set = process.env.BICEP_PATH;
  if (set !== undefined && set !== '') {
    if (await answers(set, '--version')) return { file: set, before: [] };
    throw new Error(`BICEP_PATH names a program that does not run: ${set}`);
  }
  if (await answers('bicep', '--version')) return { file: 'bicep', before: [] };
  if (await answers('az', 'bicep', 'version')) return { file: 'az', before: ['bicep'] };
  const packaged = await fromNuGet(log);
  return packaged === null ? null : { file: packaged, before: [] };
}

/** How `az bicep` and `bicep` are told which file. */
export function fileArguments(compiler: Compiler, file: string): string[] {
  return compiler.before.length > 0 ? ['--file', file] : [file];
}

async function fromNuGet(log: (line: string) => void): Promise<string | null> {
  const platform = { linux: 'linux', darwin: 'osx', win32: 'win' }[process.platform as string];
  const name = `Azure.Bicep.CommandLine.${platform}-${process.arch}`;
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'askwell', `bicep-${bicepVersion}`);
  const program = join(cache, name.toLowerCase(), bicepVersion, 'tools', platform === 'win' ? 'bicep.exe' : 'bicep');
  if (await answers(program, '--version')) return program;
  if (!(await answers('dotnet', '--version'))) {
    log('No Bicep compiler: not in BICEP_PATH, no "bicep" or "az bicep" on the PATH, no "dotnet" to fetch it with.');
    return null;
  }
  await mkdir(cache, { recursive: true });
  const project = join(cache, 'bicep.csproj');
  await writeFile(
    project,
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>` +
      `<ItemGroup><PackageDownload Include="${name}" Version="[${bicepVersion}]" /></ItemGroup></Project>`,
  );
  try {
    await run('dotnet', ['restore', project, '--packages', cache], { timeout: 300_000 });
    await access(program);
    await chmod(program, 0o755);
    return program;
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    log(`No Bicep compiler: ${name} ${bicepVersion} could not be fetched from NuGet. ${firstError(said)}`);
    await rm(cache, { recursive: true, force: true });
    return null;
  }
}

const firstError = (text: string) => /error .*/.exec(text)?.[0] ?? text.split('\n')[0] ?? '';
