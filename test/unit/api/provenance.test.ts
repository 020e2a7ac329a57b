import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provenance } from '../../../shared/api/provenance.ts';
import { useSettings } from '../../../testing/settings.ts';

const asked: (string | undefined)[] = [];
// A speech service at its edge: what it says of its health.
const server = createServer((request, response) => {
  asked.push(request.url);
  response.end(JSON.stringify({ status: 'ready', weights: { 'config.json': 'ab' } }));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  useSettings({
    AskwellStorage: 'UseDevelopmentStorage=true',
    AskwellServiceBus: 'x',
    COSMOS_CONNECTION: 'x',
    SPEECH_SERVICE_URL: `http://127.0.0.1:${port}`,
    SPEECH_SERVICE_KEY: 'a secret',
  });
});
afterAll(() => server.close());

test('what made the figures is told, with the hashes of weights, and no key and no address', async () => {
  const from = await provenance();
  expect(asked).toEqual(['/health']);
  expect(from.speech).toEqual({ model: 'whisper-base', language: 'en,es', weights: { 'config.json': 'ab' } });
  expect(from.coding.localModels.map(({ language }) => language)).toEqual(['en', 'es']);
  for (const { sha256 } of from.coding.localModels) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(from)).not.toMatch(/secret|127\.0\.0\.1/);
});

test('a service that does not answer keeps no export', async () => {
  await new Promise((resolve) => server.close(resolve));
  expect((await provenance()).speech.weights).toBeNull();
});
