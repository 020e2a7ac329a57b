import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { buildApp } from './buildApp.ts';
import { readCommandLine } from './commandLine.ts';
import { holdApp } from './heldApp.ts';
import { hostIdOf } from './host/host.ts';
import { portsFrom } from './ports.ts';
import { portSettingsOf, readResources } from './resources.ts';
import { findRunning, forget, leaveWord } from './running.ts';
import { partNames, startStack } from './stack.ts';
import { readUserSettings } from './userSettings.ts';

const usage = `npm run start:func [-- --state DIR]
Starts the local cloud with Azure Functions Core Tools ("func" on the PATH) as the host in place of our own, and stays.
  --state DIR  where it keeps its state; default .askwell`;
const { values } = readCommandLine(usage, { state: { type: 'string', default: '.askwell' } });

async function run(): Promise<number> {
  if (!(await hasCoreTools())) {
    console.error(
      'Azure Functions Core Tools are not on the PATH ("func" was not found).\n' +
        'Install them (npm install -g azure-functions-core-tools@4), or run "npm start", which needs nothing else.',
    );
    return 1;
  }
  const stateDir = resolve(values.state);
  const other = await findRunning(stateDir);
  if (other !== null) throw new Error(`A local cloud is up already (process ${other.pid}); stop it first.`);
  const resources = await readResources(resolve('infra/local.json'));
  const ports = portsFrom(process.env, portSettingsOf(resources));
  const folder = await buildApp(resources.app);
  const hostUrl = `http://127.0.0.1:${ports.host}`;
  const stack = await startStack({
    stateDir,
    ports,
    resources,
    settings: await readUserSettings(resources, process.env),
    only: partNames(resources).filter((name) => name !== 'host'),
    hostUrl,
    log: () => undefined,
  });
  try {
    await leaveWord(stateDir, { endpoints: { ...stack.endpoints, host: hostUrl }, parts: stack.parts });
    const func = spawn('func', ['start', '--port', String(ports.host)], {
      stdio: 'inherit',
      // It watches the folder that it runs in, and starts anew when something comes or goes there: so not the project's.
      cwd: await holdApp(folder),
      // Older Core Tools do not start in OpenTelemetry's mode; the app's own telemetry is the same in both.
      env: {
        ...process.env,
        AzureFunctionsJobHost__telemetryMode: 'ApplicationInsights',
        AzureFunctionsWebHost__hostid: hostIdOf(folder),
        languageWorkers__node__arguments: '--enable-source-maps',
        ...stack.settings,
      },
    });
    // Ctrl-C reaches func as well; it ends first, and the parts after it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => func.kill(signal));
    const [code] = await once(func, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    await stack.stop();
    await forget(stateDir);
  }
}

async function hasCoreTools(): Promise<boolean> {
  const probe = spawn('func', ['--version'], { stdio: 'ignore' });
  return new Promise((found) => {
    probe.once('error', () => found(false));
    probe.once('exit', (code) => found(code === 0));
  });
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
