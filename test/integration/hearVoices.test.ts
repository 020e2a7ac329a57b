import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embedVoices } from '../../shared/speech/embedVoices.ts';
import { hearVoices } from '../../shared/speech/hearVoices.ts';

let folder: string;
let file: string;
let server: Server;
let asked: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[];
/** A fake service that answers as the test says. */
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-voices-'));
  file = join(folder, 'chunk.flac');
  await writeFile(file, 'fLaC of a lesson');
  asked = [];
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, url, headers, body: await buffer(request) });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;
const hear = (timeoutSeconds = 10, signal = never) => {
  // A TCP server's address is always an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return hearVoices({ url: `http://127.0.0.1:${port}`, key: 'secret', timeoutSeconds }, file, signal);
};
const says = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  answer = (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

describe('asking whose voice is like whose', () => {
  const heard = { speech: [{ start: 0.5, end: 2 }], changes: [1.2], overlaps: [{ start: 1, end: 1.3 }] };
  const embed = () => {
    const { port } = server.address() as AddressInfo;
    const service = { url: `http://127.0.0.1:${port}`, key: undefined, timeoutSeconds: 10 };
    return embedVoices(service, file, heard, never);
  };

  test('reads embeddings as they are written: halves, low byte first', async () => {
    // IEEE 754: 3c00 is 1, b800 is -0.5, 7e00 is no number
    const embedding = Buffer.from([0, 0x3c, 0, 0xb8, 0, 0x7e]).toString('base64');
    says(200, { durationSeconds: 9, speech: heard.speech, windows: [{ start: 0.5, end: 2, embedding }] });
    expect(await embed()).toEqual([{ start: 0.5, end: 2, embedding: Float32Array.of(1, -0.5, Number.NaN) }]);
  });

  test('has the service listen for nothing that it told before', async () => {
    says(200, { durationSeconds: 9, speech: heard.speech, windows: [] });
    expect(await embed()).toEqual([]);
    const form = await new Response(asked[0]?.body, {
      headers: { 'content-type': asked[0]?.headers['content-type'] ?? '' },
    }).formData();
    expect(form.getAll('include[]')).toEqual(['windows']);
    expect(JSON.parse(String(form.get('heard')))).toEqual({ speech: heard.speech, changes: [1.2] });
  });

  test('gets nothing of a service that is too old to tell', async () => {
    says(200, { durationSeconds: 9, speech: heard.speech });
    expect(await embed()).toBeNull();
  });
});

describe('asking where anybody speaks', () => {
  test('sends the sound with the key, and gets the spans', async () => {
    says(200, {
      durationSeconds: 9,
      speech: [
        { start: 0.5, end: 2 },
        { start: 3, end: 3 },
      ],
      changes: [1.2],
    });
    expect(await hear()).toEqual({ speech: [{ start: 0.5, end: 2 }], changes: [1.2], overlaps: [] });
    expect(asked[0]?.body.toString()).not.toContain('windows');
    expect(asked).toMatchObject([
      { method: 'POST', url: '/v1/audio/voices', headers: { authorization: 'Bearer secret' } },
    ]);
    expect(asked[0]?.body.toString()).toContain('fLaC of a lesson');
  });

  test.each([
    [500, {}, { name: 'TransientError', code: 'speech-unavailable' }],
    [503, { 'retry-after': '7' }, { name: 'TransientError', code: 'speech-unavailable', retryAfterSeconds: 7 }],
    [429, { 'retry-after': '3' }, { name: 'TransientError', code: 'speech-rate-limited', retryAfterSeconds: 3 }],
    [401, {}, { name: 'PermanentError', code: 'speech-not-configured' }],
    [404, {}, { name: 'PermanentError', code: 'speech-not-configured' }],
    [400, {}, { name: 'PermanentError', code: 'speech-rejected' }],
  ])('says what a refusal with %i means', async (status, headers, error) => {
    says(status, { error: { message: 'no' } }, headers);
    await expect(hear()).rejects.toMatchObject(error);
  });

  test.each([[{ speech: 'none' }], [{}], [{ speech: [{ start: -1, end: 2 }] }], ['<html>']])(
    'does not believe %j',
    async (body) => {
      says(200, body);
      await expect(hear()).rejects.toMatchObject({ name: 'TransientError', code: 'speech-malformed' });
    },
  );

  test('takes an answer that never comes, and one that breaks off, for an outage', async () => {
    answer = () => undefined;
    await expect(hear(0.2)).rejects.toMatchObject({
      code: 'speech-unavailable',
      message: expect.stringContaining('in time'),
    });
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"speech":');
      response.destroy();
    };
    await expect(hear()).rejects.toMatchObject({ code: 'speech-unavailable' });
  });

  test('is given up with its caller’s own reason', async () => {
    answer = () => undefined;
    const reason = new Error('The activity has no time left.');
    await expect(hear(10, AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(hear(10, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
