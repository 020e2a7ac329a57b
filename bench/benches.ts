import type { Bench } from './measuring/figure.ts';

/** Every bench by its name, in the order in which they run; each is loaded only by the process that runs it. */
export const benches: ReadonlyMap<string, () => Promise<Bench>> = new Map([
  ['start', async () => (await import('./start/start.ts')).start],
  ['coding', async () => (await import('./coding/coding.ts')).coding],
  ['predictions', async () => (await import('./predictions/predictions.ts')).predictions],
  ['orchestration', async () => (await import('./orchestration/orchestration.ts')).orchestration],
  ['cloudPage', async () => (await import('./cloudPage/cloudPage.ts')).cloudPage],
  ['batch', async () => (await import('./batch/batch.ts')).batch],
  ['requests', async () => (await import('./requests/requests.ts')).requests],
  ['lanes', async () => (await import('./lanes/lanes.ts')).lanes],
  ['memory', async () => (await import('./memory/memory.ts')).memory],
  ['overhead', async () => (await import('./overhead/overhead.ts')).overhead],
  ['recovery', async () => (await import('./recovery/recovery.ts')).recovery],
  ['speech', async () => (await import('./speech/speech.ts')).speech],
  ['voices', async () => (await import('./voices/voices.ts')).voices],
  ['search', async () => (await import('./search/search.ts')).search],
  ['studio', async () => (await import('./studio/studio.ts')).studio],
]);
