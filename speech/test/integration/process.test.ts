import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';

const main = path.resolve(import.meta.dirname, '../../main.ts');
const children: ChildProcess[] = [];

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  children.push(child);
  return child;
}
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('the speech server as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it answers, and ends cleanly at %s', async (signal) => {
    const child = start(['--port', '0', '--threads', '1']);
    const lines = createInterface({ input: child.stdout });
    const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    const said = JSON.parse(String(line));
    expect(said).toMatchObject({
      ready: true,
      model: 'whisper-base',
      url: expect.stringContaining('http://127.0.0.1:'),
    });
    expect((await fetch(`${said.url}/health`)).status).toBe(200);
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
  });

  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const child = start(['--port', port]);
    const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    other.close();
    expect([code, complaint]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  });

  it.each([
    [['--port', 'http'], {}, /--port must be a whole number/],
    [['--port', '0', '--threads', '0'], {}, /--threads must be a whole number/],
    [['--port', '0'], { FFMPEG_PATH: '/nowhere/ffmpeg' }, /FFMPEG_PATH is "\/nowhere\/ffmpeg"/],
  ])('does not start with %j and %j', async (args, environment, complaint) => {
    const child = start(args, environment);
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([code, said]).toEqual([1, expect.stringMatching(complaint)]);
  });
});
