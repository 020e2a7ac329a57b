import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { type AppFiles, type HostRun, type RunningHost, refusalOf, removeApp, runHost, writeApp } from './hostApp.ts';

const apps: string[] = [];
const hosts: RunningHost[] = [];

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
  await Promise.all(apps.splice(0).map(removeApp));
});

async function write(files: AppFiles): Promise<string> {
  const directory = await writeApp(files);
  apps.push(directory);
  return directory;
}

async function run(files: AppFiles, options?: HostRun): Promise<RunningHost> {
  const host = await runHost(await write(files), options);
  hosts.push(host);
  return host;
}

async function refusal(files: AppFiles, options?: HostRun): Promise<string> {
  return refusalOf(await write(files), options);
}

const hello = `app.http('hello', { handler: () => ({ body: 'hello' }) });`;
const answerOf = async ({ url }: RunningHost, name = 'hello') => (await fetch(`${url}/api/${name}`)).text();

describe('an app', () => {
  it('may be ES modules that import the library', async () => {
    const host = await run({ 'dist/a.js': `import { app } from '@azure/functions'; ${hello}` });
    expect(await answerOf(host)).toBe('hello');
  });

  it('may be CommonJS', async () => {
    const host = await run({
      'package.json': { main: 'index.js' },
      'index.js': `const { app } = require('@azure/functions'); ${hello}`,
    });
    expect(await answerOf(host)).toBe('hello');
  });

  it('may be one bundle with the library in it, as an ES module that requires by createRequire', async () => {
    const directory = await write({ 'src.js': `import { app } from '@azure/functions'; ${hello}` });
    await build({
      entryPoints: [path.join(directory, 'src.js')],
      outfile: path.join(directory, 'dist', 'bundle.js'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['@azure/functions-core'],
      banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
      logLevel: 'silent',
    });
    const host = await runHost(directory);
    hosts.push(host);
    expect(await answerOf(host)).toBe('hello');
  });

  it('may be many files that a glob finds, in folders, of both kinds', async () => {
    const host = await run({
      'package.json': { type: 'module', main: 'dist/functions/**/*.{js,cjs}' },
      'dist/functions/one.js': `import { app } from '@azure/functions'; app.http('one', { handler: () => ({ body: '1' }) });`,
      'dist/functions/deep/two.cjs': `const { app } = require('@azure/functions'); app.http('two', { handler: () => ({ body: '2' }) });`,
      'dist/other.js': `throw new Error('not meant');`,
    });
    expect(host.functions.toSorted()).toEqual(['one', 'two']);
    expect(await answerOf(host, 'two')).toBe('2');
  });

  it('finds its settings in the environment: from the shell first, then from its file', async () => {
    const show = `app.http('show', { handler: () => ({ body: [process.env.A, process.env.B, process.cwd()].join(' ') }) });`;
    const directory = await write({
      'dist/a.js': `import { app } from '@azure/functions'; ${show}`,
      'local.settings.json': `\uFEFF${JSON.stringify({ Values: { A: 'file', B: 'file' } })}`,
    });
    const host = await runHost(directory, { environment: { A: 'shell' } });
    hosts.push(host);
    expect(await answerOf(host, 'show')).toBe(`shell file ${directory}`);
    await writeFile(path.join(directory, 'other.json'), JSON.stringify({ Values: { B: 'other' } }));
    const other = await runHost(directory, { args: ['--settings', path.join(directory, 'other.json')] });
    hosts.push(other);
    expect(await answerOf(other, 'show')).toBe(` other ${directory}`);
  });

  it('runs its hooks around each invocation, and at its start and end', async () => {
    const host = await run({
      'dist/a.js': `
        import { app } from '@azure/functions';
        const order = [];
        app.hook.appStart(() => { order.push('start'); });
        app.hook.preInvocation((hook) => { order.push('before'); hook.hookData.x = 1; });
        app.hook.postInvocation((hook) => { if (hook.error) { hook.error = null; hook.result = { body: 'mended' }; } order.push('after' + hook.hookData.x); });
        app.hook.log((hook) => { hook.message = hook.message.replace('secret', '***'); });
        app.http('logs', { handler: (request, context) => { context.log('a secret'); return {}; } });
        app.hook.appTerminate(() => { process.stderr.write(JSON.stringify({ event: 'terminated', order }) + '\\n'); });
        app.http('order', { handler: () => ({ body: order.join(' ') }) });
        app.http('throws', { handler: () => { throw new Error('no'); } });`,
    });
    expect(await answerOf(host, 'order')).toBe('start before');
    expect(await answerOf(host, 'throws')).toBe('mended');
    await answerOf(host, 'logs');
    await host.seen(({ message }) => message === 'a ***');
    await host.stop();
    expect(host.lines.at(-2)).toMatchObject({
      event: 'terminated',
      order: ['start', 'before', 'after1', 'before', 'after1', 'before', 'after1'],
    });
  });

  it('lets a browser’s page of another origin in when its settings say so', async () => {
    const host = await run({
      'dist/a.js': `import { app } from '@azure/functions'; ${hello}`,
      'local.settings.json': { Host: { CORS: 'http://localhost:5173', CORSCredentials: true } },
    });
    const ask = (origin: string) =>
      fetch(`${host.url}/api/hello`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      });
    const allowed = await ask('http://localhost:5173');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect((await ask('http://elsewhere')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('logs at the levels of its host.json', async () => {
    const host = await run({
      'host.json': { version: '2.0', logging: { logLevel: { default: 'Warning', 'Function.loud': 'Trace' } } },
      'dist/a.js': `import { app } from '@azure/functions';
        for (const name of ['loud', 'quiet']) app.http(name, { handler: (request, context) => { context.debug('debug'); context.warn('warn'); return { body: '' }; } });`,
    });
    await answerOf(host, 'loud');
    await answerOf(host, 'quiet');
    await host.stop();
    const messages = (name: string) =>
      host.lines.filter(({ category }) => category === `Function.${name}.User`).map(({ message }) => message);
    expect(messages('loud')).toEqual(['debug', 'warn']);
    expect(messages('quiet')).toEqual(['warn']);
    expect(host.lines.some(({ event }) => event === 'host.started')).toBe(false);
  });

  it('fails an invocation that takes longer than host.json allows', async () => {
    const host = await run({
      'host.json': { version: '2.0', functionTimeout: '00:00:00.2' },
      'dist/a.js': `import { app } from '@azure/functions'; app.http('hang', { handler: () => new Promise(() => {}) });`,
    });
    expect((await fetch(`${host.url}/api/hang`)).status).toBe(500);
    const failed = await host.seen(({ event }) => event === 'invocation.failed');
    expect(failed.error).toContain('0.2 s was exceeded by function: hang');
  });
});

it('leaves out a function that it cannot run where that is disabled, and says so', async () => {
  const app = await writeApp({
    'dist/a.js': `import { app } from '@azure/functions'; ${hello} app.eventHub('hub', { eventHubName: 'h', connection: 'C', handler: () => {} });`,
    'local.settings.json': { Values: { 'AzureWebJobs.hub.Disabled': true } },
  });
  const host = await runHost(app);
  expect(host.functions).toEqual(['hello']);
  const line = await host.seen(({ event }) => event === 'function.left-out');
  expect(line).toMatchObject({ function: 'hub', reason: expect.stringContaining('eventHubTrigger') });
  await host.stop();
  await removeApp(app);
});

describe('the host refuses, and says why,', () => {
  const functionsOf = (text: string, more: AppFiles = {}): AppFiles => ({
    'dist/a.js': `import { app, trigger, input, output } from '@azure/functions'; const handler = () => {}; ${text}`,
    ...more,
  });

  it.each<[string, AppFiles, (string | RegExp)[]]>([
    ['an app that is not built', { 'package.json': { main: 'dist/**/*.js' } }, ['dist/**/*.js', 'is the app built?']],
    ['an app without host.json', functionsOf(hello, { 'host.json': '' }), ['host.json']],
    ['a file that throws while loaded', functionsOf(`throw new Error('at load');`), ['dist/a.js', 'at load']],
    ['an app without a function', functionsOf(''), ['No function was registered']],
    [
      'two functions of one name',
      functionsOf(`${hello} ${hello.replace('hello', 'HELLO')}`),
      ['HELLO', 'registered twice'],
    ],
    [
      'two functions of one route',
      functionsOf(`for (const name of ['a', 'b']) app.http(name, { route: 'same', handler });`),
      ['"a"', '"b"', '/api/same'],
    ],
    [
      'an unknown trigger',
      functionsOf(`app.eventHub('hub', { eventHubName: 'h', connection: 'C', handler });`),
      ['function "hub"', 'eventHubTrigger', 'not supported'],
    ],
    [
      'an unknown output',
      functionsOf(
        `app.http('f', { handler, extraOutputs: [output.cosmosDB({ databaseName: 'd', containerName: 'c', connection: 'C' })] });`,
      ),
      ['function "f"', 'cosmosDB', 'not supported'],
    ],
    [
      'an unknown property',
      functionsOf(`app.storageQueue('q', { queueName: 'q', connection: 'C', colour: 'red', handler });`),
      ['function "q"', 'colour', 'not supported'],
    ],
    [
      'a missing app setting',
      functionsOf(`app.storageQueue('q', { queueName: '%QUEUE%', connection: 'C', handler });`),
      ['function "q"', 'queueName', '"QUEUE"'],
    ],
    [
      'a missing connection',
      functionsOf(`app.storageQueue('q', { queueName: 'q', connection: 'STORE', handler });`),
      ['function "q"', 'STORE', 'not set'],
    ],
    [
      'a connection by identity',
      functionsOf(`app.serviceBusQueue('q', { queueName: 'q', connection: 'BUS', handler });`, {
        'local.settings.json': { Values: { BUS__fullyQualifiedNamespace: 'x' } },
      }),
      ['function "q"', 'BUS__fullyQualifiedNamespace', 'not supported locally'],
    ],
    [
      'a schedule that is none',
      functionsOf(`app.timer('t', { schedule: 'often', useMonitor: false, handler });`),
      ['function "t"', '"often"'],
    ],
    [
      'a blob path without a container',
      functionsOf(`app.storageBlob('b', { path: '{name}', connection: 'S', handler });`, {
        'local.settings.json': {
          Values: { S: 'UseDevelopmentStorage=true', AzureWebJobsStorage: 'UseDevelopmentStorage=true' },
        },
      }),
      ['function "b"', '{name}', 'container'],
    ],
    [
      'an encrypted settings file',
      functionsOf(hello, { 'local.settings.json': { IsEncrypted: true } }),
      ['encrypted', 'func settings decrypt'],
    ],
    [
      'a setting of host.json that it does not know',
      functionsOf(hello, { 'host.json': { version: '2.0', extensions: { kafka: {} } } }),
      ['extensions.kafka'],
    ],
    [
      'a function in host.json that is not there',
      functionsOf(hello, { 'host.json': { version: '2.0', functions: ['nope'] } }),
      ['nope'],
    ],
  ])('%s', async (_, files, reasons) => {
    const said = await refusal(files);
    for (const reason of reasons)
      expect(said).toMatch(
        reason instanceof RegExp ? reason : new RegExp(reason.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
      );
    // A person is told what to mend, not where in the host it was noticed.
    expect(said).not.toContain('local/host/');
  });

  it('an app directory that is not there', async () => {
    expect(await refusalOf('/nowhere/at/all').catch((error: Error) => error.message)).toContain('/nowhere/at/all');
  });
});
