import { join } from 'node:path';
import { portsFrom } from '../local/ports.ts';
import { portSettingsOf, readResources } from '../local/resources.ts';
import { findRunning, forget, leaveWord } from '../local/running.ts';
import { startStack } from '../local/stack.ts';
import { readUserSettings } from '../local/userSettings.ts';

/** A local cloud to work with: the one that is up, or one for this run. */
export interface Cloud {
  readonly storage: string;
  readonly hostUrl: string;
  /** Whether it was up before this run, and stays. */
  readonly stays: boolean;
  /** Stops what was started for this run; leaves a stack that was up already. */
  release(): Promise<void>;
}

/** @throws Error when no stack is up and none can be started. */
export async function cloud(projectDir: string, stateDir: string, log: (line: string) => void): Promise<Cloud> {
  const running = await findRunning(stateDir);
  if (running?.endpoints.host !== undefined && running.endpoints.storage !== undefined) {
    const { storage, host } = running.endpoints;
    return { storage, hostUrl: host, stays: true, release: async () => undefined };
  }
  if (running !== null)
    throw new Error('A local cloud is up, but without storage or functions host. Start it whole, or stop it.');
  log('No local cloud is up; starting one for this run …');
  const resources = await readResources(join(projectDir, 'infra/local.json'));
  const stack = await startStack({
    stateDir,
    ports: portsFrom(process.env, portSettingsOf(resources)),
    resources,
    settingsFile: resources.app.settings,
    settings: await readUserSettings(resources, process.env),
    log: () => undefined,
  });
  await leaveWord(stateDir, stack);
  const { storage, host } = stack.endpoints;
  const release = async () => {
    await stack.stop();
    await forget(stateDir);
  };
  if (storage === undefined || host === undefined) {
    await release();
    throw new Error('The local cloud came up without storage or functions host.');
  }
  return { storage, hostUrl: host, stays: false, release };
}
