import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchPatiently } from '../../shared/fetchPatiently.ts';
import { freePort } from '../../testing/freePort.ts';
import { engineOf, makeBase } from './engine.ts';

// Building takes minutes and what a registry has: only `npm run test:images` asks for it, by naming the engine.
const name = process.env.TEST_IMAGES ?? '';
const asked = name !== '';
const minutes = 60_000;

test.skipIf(asked)('the images are tested by npm run test:images alone, which needs docker or podman', ({ skip }) =>
  skip('TEST_IMAGES names no engine'),
);

describe.runIf(asked)('the images', () => {
  const engine = engineOf(name, `askwell-test-${process.pid}`);
  let folder: string;
  let url: string;
  let settings: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askwell-images-'));
    if (process.env.TEST_IMAGES_OWN_BASE === 'true') await makeBase(engine);
    await engine.build('speech/Dockerfile', 'askwell-speech');
    await engine.build('local/Dockerfile', 'askwell');
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    // The smaller model: what is tested is the way, not the words.
    settings = {
      ASKWELL_PORT: String(port),
      ASKWELL_URL: url,
      SPEECH_WEIGHTS: 'base',
      SPEECH_SERVICE_KEY: 'of-this-test',
    };
    await engine.compose(settings, 'up', '-d');
  }, 25 * minutes);

  afterAll(async () => {
    await engine.compose(settings, 'down', '--volumes').catch(() => engine.compose(settings, 'down'));
    await rm(folder, { recursive: true, force: true });
  }, 3 * minutes);

  test(
    'the sample lesson is analysed through the one port, though the container is killed in the middle of it',
    async () => {
      await fetchPatiently(`${url}/api/v1/health`, { times: 60, seconds: 2 }, () => ({}));
      const smoke = promisify(execFile)(process.execPath, ['scripts/deploy/smokeTest.ts', url]);
      await underWay(url);
      await engine.run('kill', engine.container('askwell'));
      await engine.run('start', engine.container('askwell'));
      expect((await smoke).stdout).toContain('16 of 16 questions found');
    },
    15 * minutes,
  );

  test('what is said stands in no log, and the networks report to nobody', async () => {
    const logs = `${await engine.run('logs', engine.container('askwell'))}${await engine.run('logs', engine.container('speech'))}`;
    expect(logs).toMatch(/"event":"transcribed"/);
    expect(logs).not.toMatch(/scientists|water table|telemetry/i);
  });

  test('stores and broker are in no network, and speech has no way out of its own', async () => {
    const ports = [10_000, 10_001, 10_002, 8081, 5672, 7071].map((port) => `askwell:${port}`);
    const reached = await reachedFrom('speech', [...ports, 'registry.npmjs.org:443']);
    expect(reached).toEqual([]);
    expect(await reachedFrom('askwell', ['speech:9000'])).toEqual(['speech:9000']);
  });

  test('a neighbour in the network may not call, and a wrong key opens no speech', async () => {
    expect(await statusFrom('speech', 'http://askwell:8080/api/v1/lessons')).toBe(403);
    expect(await statusFrom('askwell', 'http://speech:9000/v1/models', 'another')).toBe(401);
    expect(await statusFrom('askwell', 'http://speech:9000/v1/models', 'of-this-test')).toBe(200);
  });

  test('neither is root, nor writes where it must not', async () => {
    for (const service of ['askwell', 'speech']) {
      expect(await inside(service, 'console.log(process.getuid())'), service).toMatch(/^10001$/m);
      await expect(inside(service, "require('fs').writeFileSync('/srv/x', '')"), service).rejects.toThrow(/EROFS/);
    }
  });

  test(
    'weights of which one byte is another are refused by name',
    async () => {
      const file = '/srv/speech/weights/whisper-small/config.json';
      const weights = Buffer.from(
        await inside('speech', `process.stdout.write(require('fs').readFileSync('${file}'))`),
      );
      weights[1] = 32 ^ (weights[1] ?? 0);
      const changed = join(folder, 'config.json');
      await writeFile(changed, weights, { mode: 0o644 });
      expect((await readFile(changed)).length).toBeGreaterThan(100);
      const args = ['--rm', '--read-only', '--tmpfs', '/tmp', '--volume', `${changed}:${file}:ro`, 'askwell-speech'];
      const said = await engine.run('run', ...args).catch((error: Error & { stderr?: string }) => error.stderr ?? '');
      expect(said).toMatch(/whisper-small\/config\.json is not the file this was built for/);
    },
    3 * minutes,
  );

  test(
    'asked to stop, both end by themselves',
    async () => {
      for (const service of ['askwell', 'speech']) {
        const container = engine.container(service);
        await engine.run('stop', '--time', '60', container);
        expect((await engine.run('inspect', '--format', '{{.State.ExitCode}}', container)).trim(), service).toMatch(
          /^0$/m,
        );
      }
    },
    3 * minutes,
  );

  const inside = (service: string, script: string) =>
    engine.run('exec', engine.container(service), 'node', '-e', script);

  async function reachedFrom(service: string, places: readonly string[]): Promise<string[]> {
    const script = `
      const { connect } = require('net');
      for (const place of ${JSON.stringify(places)}) {
        const [host, port] = place.split(':');
        const socket = connect({ host, port: Number(port), timeout: 3000 });
        socket.once('connect', () => { console.log('reached ' + place); socket.destroy(); });
        for (const event of ['error', 'timeout']) socket.once(event, () => socket.destroy());
      }`;
    return [...(await inside(service, script)).matchAll(/^reached (\S+)$/gm)].map(([, place = '']) => place);
  }

  async function statusFrom(service: string, address: string, key = 'none'): Promise<number> {
    const script = `fetch('${address}', { headers: { authorization: 'Bearer ${key}' } }).then(({ status }) => console.log('status ' + status))`;
    return Number(/status (\d+)/.exec(await inside(service, script))?.[1]);
  }
});

/** Waits until a lesson is being heard. */
async function underWay(url: string): Promise<void> {
  const deadline = Date.now() + 3 * minutes;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/lessons`, { signal: AbortSignal.timeout(10_000) });
    if (/"stage":"speech/.test(await answer.text())) return;
    if (Date.now() > deadline) throw new Error('No lesson came to be heard.');
    await new Promise((again) => setTimeout(again, 500));
  }
}
