import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { metrics } from '../../shared/telemetry/names.ts';
import { all, allInAll, deployed } from './profiles.ts';

const known = new Set(Object.values(metrics).map(({ name }) => name as string));
const namesIn = (text: string) => [...text.matchAll(/askwell\.[a-z.]+[a-z]/g)].map(([name]) => name);

// They have no logs of their own, or are part of something that has.
const silent = [
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.Web/serverfarms',
  'Microsoft.Insights/',
  'Microsoft.OperationalInsights/',
  'Microsoft.Consumption/',
  'Microsoft.Authorization/',
  'Microsoft.Resources/',
  'Microsoft.Network/privateDnsZones',
  'Microsoft.Network/privateEndpoints',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.Network/networkSecurityGroups',
  // Their environment has them.
  'Microsoft.App/containerApps',
  // Front Door's profile has its firewall's.
  'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies',
];

describe.each(allInAll)('$profile', ({ deployment }) => {
  test('sends the diagnostics of every service to the workspace', () => {
    const logged = new Set(all(deployment, 'Microsoft.Insights/diagnosticSettings').map(({ scope }) => scope));
    const services = deployment.resources.filter(
      ({ type }) => type.split('/').length === 2 && !silent.some((prefix) => type.startsWith(prefix)),
    );
    expect(services.length).toBeGreaterThan(6);
    for (const { type, name } of services) {
      expect(
        [...logged].some((scope) => scope.includes(`${type}/${name}`)),
        `${type} ${name}`,
      ).toBe(true);
    }
  });

  test('tells of dead letters, failures, waiting jobs, stuck analyses, slow predictions and money', () => {
    const rules = all(deployment, 'Microsoft.Insights/scheduledQueryRules').map(({ name }) =>
      name.replace(/^alert-askwell-[0-9a-f]{13}-/, ''),
    );
    expect(rules.sort()).toEqual(
      [
        'analyses-stuck',
        'budget',
        'dead-letters',
        'cache-misses',
        'jobs-wait',
        'lessons-fail',
        'no-room',
        'predictions-slow',
        'providers-full',
        'requests-fail',
      ].sort(),
    );
    for (const { properties } of all(deployment, 'Microsoft.Insights/scheduledQueryRules')) {
      expect(properties.actions.actionGroups).toHaveLength(1);
    }
    const [budget] = all(deployment, 'Microsoft.Consumption/budgets');
    expect(
      Object.values<{ threshold: number }>(budget.properties.notifications).map(({ threshold }) => threshold),
    ).toEqual([50, 80, 100]);
  });
});

describe.each(allInAll)('beside the app, $profile', ({ profile, deployment }) => {
  const alerts = all(deployment, 'Microsoft.Insights/metricAlerts');
  const watched = alerts.map(({ name, properties }) => [
    name.replace(/^alert-askwell-[0-9a-f]{13}-/, ''),
    properties.criteria.allOf[0].metricName,
    properties.criteria.allOf[0].threshold,
  ]);

  test('is watched by the platform: what it answers, its memory, its dead letters, and the speech service', () => {
    const memory = Math.trunc((2048 * 1024 * 1024) / 100) * 85;
    const apps = profile === 'small' ? 1 : 2;
    expect(watched.sort()).toEqual(
      [
        ['availability', 'availabilityResults/availabilityPercentage', 99.95],
        ['service-bus-dead-letters', 'DeadletteredMessages', 0],
        ['speech-full', 'Replicas', { small: 4, district: 20, global: 60 }[profile]],
        ['speech-restarts', 'RestartCount', 3],
        ...Array.from({ length: apps }, (_, index) => [`memory-${index}`, 'MemoryWorkingSet', memory]),
      ].sort(),
    );
    for (const { properties } of alerts) expect(properties.actions).toHaveLength(1);
  });

  test('tells webhooks as well as the operator, and puts no address of theirs into an output', () => {
    const told = deployed(profile, { alertWebhooks: { teams: 'https://hooks.example.org/secret' } });
    const [people] = all(told, 'Microsoft.Insights/actionGroups');
    expect(people.properties.webhookReceivers).toEqual([
      { name: 'teams', serviceUri: 'https://hooks.example.org/secret', useCommonAlertSchema: true },
    ]);
    expect(people.properties.emailReceivers[0].emailAddress).toBe('operator@example.org');
    expect(JSON.stringify(told.outputs)).not.toContain('secret');
  });
});

test('the failures of lessons are told over 1 % in five minutes', async () => {
  const rules: { name: string; threshold: number; windowSize: string }[] = JSON.parse(
    await readFile('infra/alerts.json', 'utf8'),
  );
  expect(rules.find(({ name }) => name === 'lessons-fail')).toMatchObject({ threshold: 1, windowSize: 'PT5M' });
});

test.each(['infra/alerts.json', 'infra/workbook.json'])('%s asks for metrics that the app sends', async (file) => {
  const names = namesIn(await readFile(file, 'utf8'));
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) expect(known.has(name), name).toBe(true);
});

// What the exporter sends of each kind: a counter and a gauge have one value, a histogram how many, their sum, least and most.
const columnsOf = {
  counter: ['valueSum'],
  histogram: ['valueSum', 'valueCount', 'valueMin', 'valueMax'],
  gauge: ['value'],
};

test.each(['infra/alerts.json', 'infra/workbook.json'])('%s reads of a metric only what its kind has', async (file) => {
  const queries = [...(await readFile(file, 'utf8')).matchAll(/"query": "(customMetrics .*)"/g)].map(
    ([, query]) => query,
  );
  expect(queries.length).toBeGreaterThan(4);
  for (const query of queries) {
    const asked = Object.values(metrics).filter(({ name }) => namesIn(query ?? '').includes(name));
    // `value = …` names what comes out.
    const columns = query?.match(/\bvalue(Sum|Count|Min|Max)?\b(?! =|$)/g);
    expect(columns, query).not.toBeNull();
    for (const { name, kind } of asked)
      for (const column of columns ?? []) expect(columnsOf[kind], `${name} in ${query}`).toContain(column);
  }
});

test('the workbook shows every metric but those that only alerts need', async () => {
  const shown = new Set(namesIn(await readFile('infra/workbook.json', 'utf8')));
  const unseen = [...known].filter((name) => !shown.has(name));
  expect(unseen.sort()).toEqual(['askwell.budget.used', 'askwell.codes', 'askwell.lessons.superseded'].sort());
});

test('the workbook shows the speech service: its calls, how full it is, how long they take and what a second of sound takes', async () => {
  const { items }: { items: { name: string }[] } = JSON.parse(await readFile('infra/workbook.json', 'utf8'));
  const from = items.findIndex(({ name }) => name === 'Speech');
  expect(items.slice(from, from + 5).map(({ name }) => name)).toEqual([
    'Speech',
    'Calls of speech by outcome',
    'Told to come later or without room, %',
    'Seconds of a call of speech, mean and longest',
    'Seconds of calls for a second of sound',
  ]);
});

test('the small profile pays for nothing that waits: no Front Door, no API Management, no Redis, no private endpoint', () => {
  const costly = /^Microsoft\.(Cdn|ApiManagement|Cache)\/|privateEndpoints|staticSites/;
  expect(
    deployed('small')
      .resources.map(({ type }) => type)
      .filter((type) => costly.test(type)),
  ).toEqual([]);
});

test('the other way of hosting deploys a container app with the same settings', () => {
  const deployment = deployed('small', { overrides: { host: 'containerApp' } });
  expect(all(deployment, 'Microsoft.Web/sites')).toEqual([]);
  const app = all(deployment, 'Microsoft.App/containerApps').find(
    ({ tags }) => tags['azd-service-name'] === 'functions',
  );
  const names = app.properties.template.containers[0].env.map(({ name }: { name: string }) => name);
  expect(names).toContain('COSMOS_ENDPOINT');
  expect(app.properties.configuration.activeRevisionsMode).toBe('Multiple');
});

test.each([{}, { staticWebApp: true }, { host: 'containerApp' }, { host: 'containerApp', staticWebApp: true }])(
  'SIGN_IN is entra only where the platform writes who is signed in: %o',
  (overrides) => {
    for (const signInClientId of ['', 'client']) {
      const deployment = deployed('small', { overrides, signInClientId });
      const settings = JSON.stringify(deployment.resources.map(({ body }) => body));
      const guarded = deployment.resources.some(
        ({ name, type }) => /authsettingsV2$/.test(name) || /authConfigs$/.test(type),
      );
      expect(/"SIGN_IN":"entra"|"name":"SIGN_IN","value":"entra"/.test(settings)).toBe(guarded);
    }
  },
);
