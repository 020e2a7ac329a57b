import { execFile } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { builtAppFolder } from '../../testing/builtApp.ts';

const exporters = /PeriodicExportingMetricReader|OTLPTraceExporter|AzureMonitorTraceExporter/;
const staticImport = /(?:^|;|\n)\s*(?:import|export)\s*(?:[^'"()]*?\bfrom\s*)?["'](\.[^"']+)["']/g;

let app: string;
beforeAll(async () => {
  app = await builtAppFolder();
});

/** The built files that loading the app loads at once; what is behind `import()` is not among them. */
async function loadedAtStart(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const waiting = (await Array.fromAsync(glob('functions/**/*.js', { cwd: app }))).map((file) => join(app, file));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    const text = await readFile(file, 'utf8');
    files.set(file, text);
    for (const [, path = ''] of text.matchAll(staticImport)) waiting.push(join(dirname(file), path));
  }
  return files;
}

test('the exporters are in the package, and loading the app loads none of them', async () => {
  const all = await Array.fromAsync(glob('chunks/*.js', { cwd: app }));
  const texts = await Promise.all(all.map((file) => readFile(join(app, file), 'utf8')));
  expect(texts.filter((text) => exporters.test(text)).length).toBeGreaterThan(0);
  const atStart = await loadedAtStart();
  expect(atStart.size).toBeGreaterThan(all.length / 4);
  expect([...atStart].filter(([, text]) => exporters.test(text)).map(([file]) => file)).toEqual([]);
});

async function loaded(settings: Record<string, string>): Promise<unknown> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: _, APPLICATIONINSIGHTS_CONNECTION_STRING: __, ...environment } = process.env;
  const needed = {
    AskwellStorage: 'UseDevelopmentStorage=true',
    AskwellServiceBus: 'Endpoint=sb://127.0.0.1;SharedAccessKeyName=a;SharedAccessKey=b;',
    COSMOS_CONNECTION: 'AccountEndpoint=http://127.0.0.1:1/;AccountKey=bG9jYWw=;',
  };
  const { stdout } = await promisify(execFile)(process.execPath, [resolve('testing/loadedApp.ts'), app], {
    env: { ...environment, ...needed, ...settings },
  });
  return JSON.parse(stdout);
}

test('without a receiver nothing of the app stands before its work and no span goes anywhere; with one it does', async () => {
  expect(await loaded({})).toEqual({ hooks: 0, exporting: false });
  expect(await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })).toEqual({ hooks: 1, exporting: true });
});
