import { glob, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../shared/settings/config.ts';
import { usesOf } from '../../shared/settings/providerUses.ts';
import { configSchema } from '../../shared/settings/schema.ts';
import type { Value } from './arm/evaluate.ts';
import { all, allInAll, deployed, deployedWith } from './profiles.ts';

// Read by the host, the SDKs and the platform; shared/settings/config.ts knows nothing of them.
const ofThePlatform = [
  /^AzureWebJobsStorage__/,
  /^AzureWebJobsDisableHomepage$/,
  /^AzureWebJobs\.\w+\.Disabled$/,
  /^AzureFunctionsJobHost__/,
  /^Askwell(Storage|ServiceBus)__(credential|clientId|queueServiceUri)$/,
  /^(AZURE_CLIENT_ID|NODE_OPTIONS|DURABLE_TASK_SCHEDULER_CONNECTION_STRING)$/,
  /^(OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID|WEBSITE_AUTH_AAD_ALLOWED_TENANTS)$/,
  /^APPLICATIONINSIGHTS_/,
];

const settingsOf = (deployment: ReturnType<typeof deployed>): Value[] =>
  all(deployment, 'Microsoft.Web/sites/config')
    .filter(({ name }) => name.endsWith('/appsettings'))
    .map(({ properties }) => properties);

/** With an address for each that only a deployment knows. */
const settled = (settings: Value) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      if (name === 'PROVIDERS')
        return [name, String(value).replace(/"endpoint":\{[^}]*\}/, '"endpoint":"https://example.org"')];
      return [name, /Uri$|ENDPOINT$|URL$/.test(name) ? 'https://example.org' : String(value)];
    }),
  );

describe.each(allInAll)('the settings of $profile', ({ deployment }) => {
  const apps = settingsOf(deployment);

  test('are enough for the app to start', () => {
    expect(apps.length).toBeGreaterThan(0);
    for (const settings of apps) expect(() => readConfig(settled(settings))).not.toThrow();
  });

  test('are known to the app or to the platform', () => {
    const known = new Set([...Object.keys(configSchema.shape), ...agreed]);
    for (const name of apps.flatMap((settings) => Object.keys(settings))) {
      expect(known.has(name) || ofThePlatform.some((pattern) => pattern.test(name)), name).toBe(true);
    }
  });

  test('name our own service as the one that hears the sound', () => {
    for (const settings of apps)
      expect(usesOf(readConfig(settled(settings)), 'speech')).toMatchObject([
        { kind: 'compatible', baseUrl: 'https://example.org/v1', model: 'whisper-small' },
      ]);
  });

  test('let a lesson use what the speech service bears, up to 16 chunks at once, and leave others most activities', async () => {
    const [{ properties: speech }] = all(deployment, 'Microsoft.App/containerApps').filter(
      ({ tags }) => tags['azd-service-name'] === 'speech',
    );
    const { maxReplicas, rules } = speech.template.scale;
    const atOnce = maxReplicas * Number(rules[0].http.metadata.concurrentRequests);
    for (const settings of apps) expect(settings.SPEECH_PARALLEL).toBe(String(Math.min(16, atOnce)));
    const host: Value = JSON.parse(await readFile('host.json', 'utf8'));
    for (const { properties } of all(deployment, 'Microsoft.Web/sites')) {
      const instances = properties.functionAppConfig.scaleAndConcurrency.maximumInstanceCount;
      const activities = instances * host.extensions.durableTask.maxConcurrentActivityFunctions;
      expect(atOnce / activities).toBeLessThanOrEqual(1 / 4);
    }
  });

  test('hold no key and no connection string with one', () => {
    const written = JSON.stringify(apps);
    expect(written).not.toMatch(/AccountKey=|SharedAccessKey=|sig=|key of /i);
    for (const settings of apps) {
      for (const [name, value] of Object.entries(settings)) {
        if (/(_KEY|REDIS_URL|SECRET)$/.test(name)) expect(value, name).toMatch(/^@Microsoft\.KeyVault\(/);
      }
    }
  });
});

describe('roles of groups and the webhook', () => {
  test('are set where they are given, the webhook and its key from Key Vault', () => {
    const group = '6b0c1d2e-0000-4000-8000-000000000001';
    const key = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const given = deployed('small', {
      siteRoles: { [group]: ['coach@River School'] },
      readyWebhook: 'https://hooks.example.org/secret',
      readyWebhookKey: key,
    });
    for (const settings of settingsOf(given)) {
      expect(JSON.parse(settings.SITE_ROLES)).toEqual({ [group]: ['coach@River School'] });
      for (const name of ['READY_WEBHOOK', 'READY_WEBHOOK_KEY'])
        expect(settings[name]).toMatch(/^@Microsoft\.KeyVault\(SecretUri=.*ready-webhook/);
      expect(settings).not.toHaveProperty('AzureWebJobs.tellReady.Disabled');
    }
    const secrets = all(given, 'Microsoft.KeyVault/vaults/secrets').map(({ properties }) => properties.value);
    expect(secrets).toEqual(['https://hooks.example.org/secret', key]);
  });

  test('are not there where nobody gives them', () => {
    for (const settings of settingsOf(deployed('small'))) {
      expect(settings).not.toHaveProperty('SITE_ROLES');
      expect(settings).not.toHaveProperty('READY_WEBHOOK');
      expect(settings['AzureWebJobs.tellReady.Disabled']).toBe('true');
    }
  });
});

describe('models', () => {
  test('outside Azure are named by whoever deploys, are asked with the key in Key Vault, and get no sound', () => {
    const [settings] = settingsOf(
      deployed('small', { chat: 'openAI', chatModel: 'codes-questions', codingEngine: 'cascade' }),
    );
    expect(settings.OPENAI_API_KEY).toMatch(/^@Microsoft\.KeyVault\(/);
    const app = readConfig(settled(settings));
    expect(usesOf(app, 'chat')).toMatchObject([
      { kind: 'openai', model: 'codes-questions', keyFrom: 'OPENAI_API_KEY' },
    ]);
    expect(usesOf(app, 'speech')).toMatchObject([{ kind: 'compatible', model: 'whisper-small' }]);
  });

  test.each(['openai', 'cascade'])('a large model is asked for where %s codes', (codingEngine) => {
    expect(() => deployed('small', { codingEngine })).toThrow(/ASKWELL_CHAT_MODEL/);
    expect(() => deployed('small', { codingEngine, chat: 'openAI' })).toThrow(/ASKWELL_CHAT_MODEL/);
    const chat = 'azureOpenAI';
    const given = deployed('small', { codingEngine, chat, chatModel: 'codes-questions', chatModelVersion: '1' });
    for (const settings of settingsOf(given))
      expect(usesOf(readConfig(settled(settings)), 'chat')).toMatchObject([{ kind: 'azure-openai', model: 'chat' }]);
    expect(JSON.stringify(all(given, 'Microsoft.CognitiveServices/accounts/deployments'))).toContain('codes-questions');
  });

  test('have no name by default', async () => {
    const { template } = z
      .object({
        template: z.object({ parameters: z.record(z.string(), z.object({ defaultValue: z.unknown().optional() })) }),
      })
      .parse(JSON.parse(await readFile('test/infra/compiled.json', 'utf8')));
    const models = Object.entries(template.parameters).filter(([name]) => /Model/.test(name));
    expect(models.map(([name]) => name)).toEqual(['chatModel', 'chatModelVersion']);
    for (const [name, { defaultValue }] of models) expect([undefined, ''], name).toContain(defaultValue);
  });
});

// Settings that the deployment gives, and that the app takes as soon as it has what they are for.
const agreed = ['AUDIT_TABLE', 'AskwellStorage__tableServiceUri'];

describe('Durable Functions', () => {
  test('keep their state in the scheduler by default, and in storage where state is kept in several zones', () => {
    const [open] = settingsOf(deployed('small'));
    expect(open).toMatchObject({
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged',
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName:
        'DURABLE_TASK_SCHEDULER_CONNECTION_STRING',
    });
    expect(String(open.DURABLE_TASK_SCHEDULER_CONNECTION_STRING)).toMatch(
      /^Endpoint=.+;Authentication=ManagedIdentity;ClientID=.+/,
    );
    for (const settings of settingsOf(deployed('district'))) {
      expect(Object.keys(settings).filter((name) => name.includes('storageProvider'))).toEqual([]);
    }
  });

  test('keep no history longer than the scheduler of their kind does', () => {
    const days = (deployment: ReturnType<typeof deployed>) =>
      all(deployment, 'Microsoft.DurableTask/schedulers/retentionPolicies').flatMap(({ properties }) =>
        properties.retentionPolicies.map((policy: Value) => policy.retentionPeriodInDays),
      );
    expect(days(deployed('small'))).toEqual([30, 30]);
    expect(days(deployedWith('small', { schedulerSku: 'Dedicated' }))).toEqual([30, 90]);
  });

  test('have a task hub for each of two apps, so that each ends what it has begun', () => {
    const name = 'AzureFunctionsJobHost__extensions__durableTask__hubName';
    expect(settingsOf(deployed('district')).map((settings) => settings[name])).toEqual(['askwella', 'askwellb']);
  });
});

describe('of two apps, the one that is not live', () => {
  test('takes no message and minds no clock', async () => {
    const triggers =
      /(?:app\.(?:serviceBusQueue|serviceBusTopic|storageQueue|timer)|df\.app\.client\.(?:serviceBusQueue|storageQueue|timer))\(\s*'(\w+)'/g;
    const inCode: string[] = [];
    for await (const file of glob('functions/**/*.ts')) {
      for (const [, name] of (await readFile(file, 'utf8')).matchAll(triggers))
        inCode.push(`AzureWebJobs.${name}.Disabled`);
    }
    const [a, b] = settingsOf(deployed('district', { live: 'a' }));
    const off = (settings: Value) => Object.keys(settings).filter((name) => /^AzureWebJobs\..+\.Disabled$/.test(name));
    // Rests in both as long as no webhook is to be told.
    expect(off(a)).toEqual(['AzureWebJobs.tellReady.Disabled']);
    expect(off(b).sort(), 'infra/idle.json lists the functions that only the live app runs').toEqual(inCode.sort());
    const [, liveB] = settingsOf(deployed('district', { live: 'b' }));
    expect(off(liveB)).toEqual(['AzureWebJobs.tellReady.Disabled']);
  });
});
