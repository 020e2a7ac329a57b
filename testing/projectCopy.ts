import { appendFile, cp, mkdir, readdir, symlink, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const copied = [
  ...['functions', 'shared', 'web', 'scripts/build', 'local', 'speech', 'cli', 'infra', 'docs/codebook.md'],
  ...['host.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

/** The project's sources in a folder of a test's own, to be changed and built there; its packages are this one's. */
export interface ProjectCopy {
  readonly path: string;
  /** Changes what one function is built from. */
  change(): Promise<void>;
  /** Adds a line to one of its files. */
  append(file: string, line: string): Promise<void>;
  /** Names of its whole builds. */
  builds(): Promise<string[]>;
  /** Lets a build look as if nobody had asked for it since an hour. */
  age(build: string): Promise<void>;
}

export async function copyProject(path: string): Promise<ProjectCopy> {
  for (const name of copied) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await cp(name, join(path, name), { recursive: true });
  }
  await symlink(resolve('node_modules'), join(path, 'node_modules'));
  const folder = join(path, 'dist/builds');
  let changes = 0;
  const append = (file: string, line: string) => appendFile(join(path, file), `\n${line}\n`);
  return {
    path,
    change: () => {
      changes += 1;
      return append('functions/api/health.ts', `globalThis.name = 'change ${changes}';`);
    },
    append,
    builds: async () => (await readdir(folder)).filter((name) => /^[0-9a-f]{16}$/.test(name)).sort(),
    age: (build) => utimes(join(folder, build), new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000)),
  };
}
