import { execFile } from 'node:child_process';
import { copyFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const options = { maxBuffer: 64 * 1024 * 1024 };

/** A container engine as a test needs it: images are built, and run alone or by compose. */
export interface Engine {
  /** Builds an image of this project. @throws Error with the build's words. */
  build(dockerfile: string, tag: string): Promise<void>;
  /** Runs the engine's own command and gives what it wrote to both streams. */
  run(...args: string[]): Promise<string>;
  /** Runs compose with the project's `compose.yaml` and these settings. */
  compose(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<string>;
  /** The container of a service of this compose project. */
  container(service: string): string;
}

/** @param project name of the compose project, so that a test meets no other's volumes */
export function engineOf(name: string, project: string): Engine {
  const docker = name === 'docker';
  // podman's usual runtime, crun, refuses machines with the first version of cgroups; runc takes both.
  const runtime = docker ? [] : ['--runtime', 'runc'];
  const call = async (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { stdout, stderr } = await run(program, args, { ...options, env: { ...process.env, ...env } });
    return stdout + stderr;
  };
  return {
    async build(dockerfile, tag) {
      // Without user namespaces of its own podman builds by chroot; npm opens many files at once.
      const more = docker
        ? []
        : ['--format', 'docker', '--isolation', 'chroot', '--layers', '--ulimit', 'nofile=8192:8192'];
      await call(name, ['build', ...more, '--file', dockerfile, '--tag', tag, '.']);
    },
    run: (...args) => call(name, [...runtime, ...args]),
    compose: (settings, ...args) =>
      docker
        ? call('docker', ['compose', '--project-name', project, ...args], settings)
        : call(
            'podman-compose',
            ['-p', project, '--podman-args', runtime.join(' '), '-f', 'compose.yaml', ...args],
            settings,
          ),
    container: (service) => [project, service, '1'].join(docker ? '-' : '_'),
  };
}

/**
 * Makes the image that our Dockerfiles begin with of Debian's packages and of the Node and npm that run this, where
 * there is none of that name. Certificates that this machine trusts besides are trusted in it, too.
 */
export async function makeBase(engine: Engine): Promise<void> {
  const name = 'docker.io/library/node:24-bookworm-slim';
  if (
    await engine.run('image', 'inspect', name).then(
      () => true,
      () => false,
    )
  )
    return;
  const folder = await mkdtemp(join(tmpdir(), 'askwell-base-'));
  try {
    await run('mmdebstrap', ['--variant=minbase', 'bookworm', join(folder, 'base.tar')], options);
    await engine.run('import', join(folder, 'base.tar'), 'docker.io/library/debian:bookworm-slim');
    await copyFile(process.execPath, join(folder, 'node'));
    const { stdout } = await run('npm', ['root', '--global']);
    await cp(join(stdout.trim(), 'npm'), join(folder, 'npm'), { recursive: true, dereference: true });
    const trusted = process.env.NODE_EXTRA_CA_CERTS;
    if (trusted !== undefined) await copyFile(resolve(trusted), join(folder, 'trusted.crt'));
    const lines = [
      'FROM docker.io/library/debian:bookworm-slim',
      'COPY node /usr/local/bin/node',
      'COPY npm /usr/local/lib/node_modules/npm',
      ...(trusted === undefined
        ? []
        : ['COPY trusted.crt /usr/local/share/', 'ENV NODE_EXTRA_CA_CERTS=/usr/local/share/trusted.crt']),
      'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm',
    ];
    await writeFile(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
    await engine.run('build', '--isolation', 'chroot', '--tag', name, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
