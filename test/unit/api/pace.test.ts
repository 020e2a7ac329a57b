import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('AskwellStorage', 'UseDevelopmentStorage=true');
  vi.stubEnv('AskwellServiceBus', 'Endpoint=sb://localhost');
  vi.stubEnv('COSMOS_CONNECTION', 'AccountEndpoint=http://localhost');
  vi.stubEnv('REQUESTS_A_MINUTE', '10');
  return () => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  };
});

test('one person’s requests beyond the limit are refused with the time to wait, and nobody else’s', async () => {
  const { keepPace } = await import('../../../shared/api/pace.ts');
  const { problemResponse } = await import('../../../shared/api/problem.ts');
  for (let count = 0; count < 10; count += 1) await keepPace({ id: 'ana' });
  const refused = await keepPace({ id: 'ana' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 429, code: 'too-many-requests' });
  const { Problem } = await import('../../../shared/api/problem.ts');
  if (!(refused instanceof Problem)) throw new Error('It is no problem.');
  const { headers } = problemResponse(refused);
  const wait = Number(new Headers(headers as Record<string, string>).get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  await keepPace({ id: 'ben' });
});

test('nobody is counted where nobody signs in', async () => {
  const { keepPace } = await import('../../../shared/api/pace.ts');
  for (let count = 0; count < 50; count += 1) await keepPace({ id: null });
});
