import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The storage emulator's well-known account; the same for everybody, printed in its documentation. */
const accountName = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  /** For every storage SDK; names all three endpoints. */
  readonly connectionString: string;
  readonly blobUrl: string;
  readonly queueUrl: string;
  readonly tableUrl: string;
  stop(): Promise<void>;
}

/** Starts Azurite in its own process on free ports, with nothing kept on disk. Rejects with its output when it ends early. */
export async function startAzurite(): Promise<Azurite> {
  const directory = await mkdtemp(path.join(tmpdir(), 'azurite-'));
  const script = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const child = spawn(
    process.execPath,
    [script, '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', ...ports],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit');
  const output: string[] = [];
  const urls = new Map<string, string>();
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    exited.then(() => reject(new Error(`Azurite ended before it listened:\n${output.join('\n')}`)), reject);
    // The service names its chosen port only in this line; reading goes on so that the pipe never fills.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, service, url] = /Azurite (\w+) service is successfully listening at (\S+)/.exec(line) ?? [];
      if (urls.size < 3) output.push(line);
      if (service && url) urls.set(service.toLowerCase(), `${url}/${accountName}`);
      if (urls.size === 3) resolve();
    });
  });
  const url = (service: string) => urls.get(service) ?? '';
  const endpoints = `BlobEndpoint=${url('blob')};QueueEndpoint=${url('queue')};TableEndpoint=${url('table')};`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};${endpoints}`,
    blobUrl: url('blob'),
    queueUrl: url('queue'),
    tableUrl: url('table'),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
