import { describe, expect, test } from 'vitest';
import { readServes } from '../../speech/serves.ts';
import { Unknown, type Value } from './arm/evaluate.ts';
import { all, allInAll, deployed, deployedWith, profiles } from './profiles.ts';

const storageRights = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
];

// What the app may do, as role and the last part of what it is given on.
const rights = {
  videos: ['b7e6dc6d-f1e8-4753-8033-0f276bb0955b'],
  media: ['ba92f5b4-2d11-453d-a403-e96b0029c9fe'],
  transcripts: ['ba92f5b4-2d11-453d-a403-e96b0029c9fe'],
  work: ['ba92f5b4-2d11-453d-a403-e96b0029c9fe'],
  voices: ['ba92f5b4-2d11-453d-a403-e96b0029c9fe'],
  stlessons: ['db58b8e5-c6ad-4a2a-8342-4190687cbf4a', '974c5e8b-45b9-4653-ba55-5f855dd0fb88'],
  sthost: storageRights,
  'lesson-jobs': ['69a216fc-b8fb-44d8-bc22-1f3c2cd27a39', '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'],
  'lesson-jobs-dead': ['69a216fc-b8fb-44d8-bc22-1f3c2cd27a39', '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'],
  'lesson-events': ['69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'],
  craskwell: ['7f951dda-4ed3-4680-a7ca-43fe172d538d'],
  kv: ['4633458b-17de-408a-b874-0445c86b69e6'],
  'appi-askwell-': ['3913510d-42f4-4e42-8a64-420c390055eb'],
  // Event Grid's own identity.
  'event-dead-letters': ['ba92f5b4-2d11-453d-a403-e96b0029c9fe'],
};

const onWhat = (scope: string) => (scope.split('/').at(-1) ?? '').replace(/[0-9a-f]{13}$/, '');

describe.each(allInAll)('the rights in $profile', ({ profile, deployment }) => {
  test('are the listed ones, each on the one thing that it is for', () => {
    const given: Record<string, string[]> = {};
    for (const { scope, properties } of all(deployment, 'Microsoft.Authorization/roleAssignments')) {
      const what = onWhat(scope);
      if (what === 'audit') continue;
      given[what] = [...(given[what] ?? []), properties.roleDefinitionId.split('/').at(-1)];
      expect(properties.principalType).toBe('ServicePrincipal');
    }
    const scheduler = { askwell: ['0ad04412-c4d5-4796-b79c-f76d14c8d402'] };
    const sorted = (lists: Record<string, string[]>) =>
      Object.fromEntries(Object.entries(lists).map(([what, ids]) => [what, [...ids].sort()]));
    expect(sorted(given)).toEqual(sorted(profile === 'small' ? { ...rights, ...scheduler } : rights));
  });

  test('let the app add to the audit log, and neither change nor delete what stands there', () => {
    const onAudit = all(deployment, 'Microsoft.Authorization/roleAssignments').filter(
      ({ scope }) => onWhat(scope) === 'audit',
    );
    const made = all(deployment, 'Microsoft.Authorization/roleDefinitions');
    expect(onAudit).toHaveLength(1);
    expect(made).toHaveLength(1);
    expect(onAudit[0].properties.roleDefinitionId.split('/').at(-1)).toBe(made[0].name);
    expect(made[0].properties.permissions).toEqual([
      {
        actions: [],
        notActions: [],
        dataActions: ['Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action'],
        notDataActions: [],
      },
    ]);
  });

  test('in Cosmos DB are for documents of the one database', () => {
    const made = all(deployment, 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments');
    expect(made).toHaveLength(1);
    expect(made[0].properties.scope).toMatch(/\/dbs\/askwell$/);
    expect(made[0].properties.roleDefinitionId).toMatch(/00000000-0000-0000-0000-000000000002$/);
  });
});

describe.each(profiles.filter((profile) => profile !== 'small'))('the private network of %s', (profile) => {
  const deployment = deployed(profile);

  test('leaves no public address to data', () => {
    const data = [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.DocumentDB/databaseAccounts',
      'Microsoft.ServiceBus/namespaces',
      'Microsoft.KeyVault/vaults',
      'Microsoft.Cache/redisEnterprise',
    ].flatMap((type) => all(deployment, type));
    expect(data.length).toBeGreaterThanOrEqual(5);
    for (const { name, properties } of data) expect(properties.publicNetworkAccess, name).toBe('Disabled');
    expect(all(deployment, 'Microsoft.DurableTask/schedulers')).toEqual([]);
    expect(all(deployment, 'Microsoft.Network/publicIPAddresses')).toEqual([]);
    expect(all(deployment, 'Microsoft.Web/staticSites')).toEqual([]);
  });

  test('lets nobody to the apps from outside but Event Grid, which has no other way, and Front Door by a private one', () => {
    const apps = all(deployment, 'Microsoft.Web/sites');
    expect(apps).toHaveLength(2);
    for (const { properties } of apps) {
      expect(properties.siteConfig).toMatchObject({
        ipSecurityRestrictionsDefaultAction: 'Deny',
        scmIpSecurityRestrictionsDefaultAction: 'Deny',
        ipSecurityRestrictions: [{ action: 'Allow', tag: 'ServiceTag', ipAddress: 'AzureEventGrid' }],
      });
      expect(properties.virtualNetworkSubnetId).toBeInstanceOf(Unknown);
    }
    const origins = all(deployment, 'Microsoft.Cdn/profiles/originGroups/origins');
    const links = origins.map(({ properties }) => properties.sharedPrivateLinkResource.groupId);
    expect(links.sort()).toEqual(['blob', 'sites', 'sites']);
  });

  test('has a private endpoint with a name for each thing that has no public one', () => {
    const endpoints = all(deployment, 'Microsoft.Network/privateEndpoints').map(
      ({ properties }) => properties.privateLinkServiceConnections[0].properties.groupIds[0],
    );
    const lessonsAndHost = ['blob', 'queue', 'table', 'blob', 'queue', 'table'];
    const always = [...lessonsAndHost, 'blob', 'Sql', 'namespace', 'vault', 'sites', 'sites'];
    expect(endpoints.sort()).toEqual([...always, ...(profile === 'global' ? ['redisEnterprise'] : [])].sort());
    expect(all(deployment, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups')).toHaveLength(endpoints.length);
  });

  test('reaches a scheduler, where the profile has one, by a private address alone', () => {
    const deployment = deployedWith(profile, { durableBackend: 'scheduler' });
    const [scheduler] = all(deployment, 'Microsoft.DurableTask/schedulers');
    expect(scheduler.properties).toMatchObject({
      ...{ publicNetworkAccess: 'Disabled', ipAllowlist: [] },
      sku: { name: 'Dedicated', capacity: 3 },
    });
    const ofScheduler = all(deployment, 'Microsoft.Network/privateEndpoints').filter(({ properties }) =>
      properties.privateLinkServiceConnections[0].properties.groupIds.includes('scheduler'),
    );
    expect(ofScheduler).toHaveLength(1);
    const zones = all(deployment, 'Microsoft.Network/privateDnsZones').map(({ name }) => name);
    expect(zones).toContain('privatelink.durabletask.io');
    const rights = all(deployment, 'Microsoft.Authorization/roleAssignments').filter(({ properties }) =>
      properties.roleDefinitionId.endsWith('0ad04412-c4d5-4796-b79c-f76d14c8d402'),
    );
    expect(rights).toHaveLength(2);
    for (const { properties } of all(deployment, 'Microsoft.Web/sites/config').filter(({ name }) =>
      name.endsWith('/appsettings'),
    ))
      expect(properties.AzureFunctionsJobHost__extensions__durableTask__storageProvider__type).toBe('azureManaged');
  });

  test('has a firewall that blocks, with managed rules and a rate limit', () => {
    const [firewall] = all(deployment, 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies');
    expect(firewall.properties.policySettings).toMatchObject({ enabledState: 'Enabled', mode: 'Prevention' });
    expect(firewall.properties.managedRules.managedRuleSets.map((set: Value) => set.ruleSetType)).toContain(
      'Microsoft_DefaultRuleSet',
    );
    const rules: Value[] = firewall.properties.customRules.rules.toSorted(
      (a: Value, b: Value) => a.priority - b.priority,
    );
    expect(rules.filter(({ ruleType }) => ruleType === 'RateLimitRule').map(({ name }) => name)).toEqual([
      'blobRateLimit',
      'rateLimit',
    ]);
    // What is let past the managed rules is a signed address of a recording, and its limit comes before it.
    const past = rules.filter(({ action }) => action === 'Allow');
    expect(past.map(({ name }) => name)).toEqual(['signedBlobs']);
    const [where] = past[0].matchConditions;
    const path = new RegExp(where.matchValue[0]);
    for (const [url, open] of [
      ['https://front.example/videos/a%20school/b.mp4?sig=x', true],
      ['https://front.example:443/media/1/2/web.mp4?sig=x', true],
      ['https://front.example/transcripts/1/2/transcript.json?sig=x', false],
      ['https://front.example/api/v1/lessons?sig=x&path=/videos/', false],
      ['https://front.example/admin/videos/?sig=x', false],
    ] as const)
      expect(path.test(url), url).toBe(open);
    expect(past[0].matchConditions.map(({ matchVariable }: Value) => matchVariable)).toEqual([
      'RequestUri',
      'QueryString',
      'RequestMethod',
    ]);
    const [guard] = all(deployment, 'Microsoft.Cdn/profiles/securityPolicies');
    expect(guard.properties.parameters.associations[0].patternsToMatch).toEqual(['/*']);
  });
});

describe.each(allInAll)('an address that a browser is given in $profile', ({ deployment }) => {
  test('is reachable: recordings at the account where that is public, else through Front Door, which caches none', () => {
    const account = all(deployment, 'Microsoft.Storage/storageAccounts').find(({ name }) =>
      name.startsWith('stlessons'),
    );
    const apps = all(deployment, 'Microsoft.Web/sites/config').filter(({ name }) => name.endsWith('appsettings'));
    const [cors] = all(deployment, 'Microsoft.Storage/storageAccounts/blobServices').flatMap(
      ({ properties }) => properties.cors?.corsRules ?? [],
    );
    expect(cors.allowedOrigins).toHaveLength(1);
    if (account.properties.publicNetworkAccess === 'Enabled') {
      for (const { properties } of apps) expect(properties).not.toHaveProperty('STORAGE_PUBLIC_URL');
      return;
    }
    // Which name it is, is known when it is made; that all of them are the same one is known now.
    const door = String(cors.allowedOrigins[0]);
    for (const { properties } of apps) expect(String(properties.STORAGE_PUBLIC_URL)).toBe(door);
    const routes = all(deployment, 'Microsoft.Cdn/profiles/afdEndpoints/routes').map(({ properties }) => properties);
    const toBlobs = routes.find(({ originGroup }) => /blobs/.test(String(originGroup.id)));
    expect(toBlobs.patternsToMatch).toEqual(['/videos/*', '/media/*']);
    expect(toBlobs).not.toHaveProperty('cacheConfiguration');
    expect(toBlobs).not.toHaveProperty('originPath');
  });
});

describe.each(allInAll)('the speech service of $profile', ({ deployment }) => {
  const [environment] = all(deployment, 'Microsoft.App/managedEnvironments');
  const [service] = all(deployment, 'Microsoft.App/containerApps');

  test('has an internal address alone, in a subnet that only the app may send to', () => {
    expect(environment.properties.vnetConfiguration.internal).toBe(true);
    expect(environment.properties.publicNetworkAccess).toBe('Disabled');
    const [network] = all(deployment, 'Microsoft.Network/virtualNetworks');
    const subnet = (name: string) => network.properties.subnets.find((one: Value) => one.name === name).properties;
    const groups = all(deployment, 'Microsoft.Network/networkSecurityGroups');
    const rules = groups.find(({ name }) => name.endsWith('-speech')).properties.securityRules;
    const open = rules.filter((rule: Value) => rule.properties.access === 'Allow');
    expect(open.map((rule: Value) => rule.properties.sourceAddressPrefix).sort()).toEqual(
      [subnet('app').addressPrefix, subnet('speech').addressPrefix, 'AzureLoadBalancer'].sort(),
    );
    expect(rules.at(-1).properties).toMatchObject({ access: 'Deny', sourceAddressPrefix: '*' });
    // The names that lead there are known in the network alone.
    expect(all(deployment, 'Microsoft.Network/privateDnsZones/A').map(({ name }) => name.split('/').at(-1))).toEqual([
      '*',
    ]);
    for (const { properties } of all(deployment, 'Microsoft.Web/sites'))
      expect(properties.virtualNetworkSubnetId).toBeInstanceOf(Unknown);
  });

  test('has no key, and no more replicas than the profile says', () => {
    const { configuration, template } = service.properties;
    // What the service itself reads, so that a replica starts.
    const environment: { name: string; value: string }[] = template.containers[0].env;
    const given = Object.fromEntries(environment.map(({ name, value }) => [name, value]));
    expect(given).toEqual({ SPEECH_WEIGHTS: 'small', SPEECH_SERVES: 'words,voices' });
    expect([...readServes(given.SPEECH_SERVES)]).toEqual(['words', 'voices']);
    expect(configuration.secrets).toBeUndefined();
    expect(configuration.registries[0].passwordSecretRef).toBeUndefined();
    expect(template.scale.maxReplicas).toBeLessThanOrEqual(60);
    expect(template.scale.rules[0].http.metadata.concurrentRequests).toBe('2');
  });

  test('is where sound goes, and the only place', () => {
    const settings = all(deployment, 'Microsoft.Web/sites/config').filter(({ name }) => name.endsWith('appsettings'));
    expect(settings.length).toBeGreaterThan(0);
    for (const { properties } of settings) {
      expect(properties).toHaveProperty('SPEECH_SERVICE_URL');
      for (const name of ['OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT', 'SPEECH_BASE_URL', 'PROVIDERS'])
        expect(properties, name).not.toHaveProperty(name);
    }
    expect(all(deployment, 'Microsoft.CognitiveServices/accounts')).toEqual([]);
  });
});

test('a large model is there only where it was asked for, with the name and version that were given', () => {
  const chat = deployed('small', { chat: 'azureOpenAI', chatModel: 'some-model', chatModelVersion: '1' });
  const models = all(chat, 'Microsoft.CognitiveServices/accounts/deployments').map(
    ({ properties }) => properties.model,
  );
  expect(models).toEqual([{ format: 'OpenAI', name: 'some-model', version: '1' }]);
  expect(onAll(chat)).toContain('5e0bd9bd-7b93-4f28-af87-19fc36ad61bd');
});

const onAll = (deployment: ReturnType<typeof deployed>) =>
  all(deployment, 'Microsoft.Authorization/roleAssignments').map(({ properties }) =>
    properties.roleDefinitionId.split('/').at(-1),
  );

describe.each(allInAll)('sign-in in $profile', ({ deployment }) => {
  test('is asked for by the platform on every path but health and the webhook with its own key', () => {
    const configs = all(deployment, 'Microsoft.Web/sites/config').filter(({ name }) => name.endsWith('authsettingsV2'));
    expect(configs).toHaveLength(all(deployment, 'Microsoft.Web/sites').length);
    for (const { properties } of configs) {
      expect(properties.globalValidation.requireAuthentication).toBe(true);
      expect(properties.globalValidation.excludedPaths).toEqual(['/api/v1/health', '/runtime/webhooks/blobs']);
    }
  });

  test('is with tokens alone: no password for deployment, no plain HTTP', () => {
    const policies = all(deployment, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    expect(policies).toHaveLength(2 * all(deployment, 'Microsoft.Web/sites').length);
    for (const { properties } of policies) expect(properties.allow).toBe(false);
    for (const { properties } of all(deployment, 'Microsoft.Web/sites')) expect(properties.httpsOnly).toBe(true);
  });
});

describe.each(allInAll)('the outputs of $profile', ({ deployment }) => {
  test('are names and addresses, no secret', () => {
    expect(JSON.stringify(deployment.outputs)).not.toMatch(
      /key of|listKeys|AccountKey|InstrumentationKey|ConnectionString/i,
    );
    for (const name of Object.keys(deployment.outputs))
      expect(name).toMatch(/^(AZURE_RESOURCE_GROUP|AZURE_CONTAINER_REGISTRY_ENDPOINT|ASKWELL_[A-Z_]+)$/);
  });
});

test('the key of Redis goes to Key Vault and nowhere else', () => {
  const holders = deployed('global').resources.filter(({ body }) =>
    /key(?: |%20)of/.test(JSON.stringify(body, asText)),
  );
  expect(holders.map(({ type }) => type)).toEqual(['Microsoft.KeyVault/vaults/secrets']);
});

const asText = (_name: string, value: Value) => (value instanceof Unknown ? String(value) : value);

describe.each(['T4', 'A100'])('a large Whisper on a GPU of type %s', (speechGpu) => {
  const deployment = deployed('district', { overrides: { speechGpu } });
  const apps = all(deployment, 'Microsoft.App/containerApps');
  const [own, large] = ['speech', 'whisper'].map((name) => apps.find((one) => one.name.startsWith(`ca-${name}-`)));

  test('is beside our own service, in the same environment and on its internal address', () => {
    const [environment] = all(deployment, 'Microsoft.App/managedEnvironments');
    const types = environment.properties.workloadProfiles.map((one: Value) => one.workloadProfileType);
    const type = { T4: 'Consumption-GPU-NC8as-T4', A100: 'Consumption-GPU-NC24-A100' }[speechGpu];
    expect(types).toEqual(['Consumption', type]);
    expect(environment.properties.vnetConfiguration.internal).toBe(true);
    expect(large.properties.workloadProfileName).toBe('gpu');
    expect(own.properties.workloadProfileName).toBe('Consumption');
    expect(own.properties.template.containers[0].env).toContainEqual({ name: 'SPEECH_SERVES', value: 'voices' });
  });

  test('has a public image by its tag, no secret, nothing in its log that was said, and a bound', () => {
    const { configuration, template } = large.properties;
    expect(template.containers[0].image).toMatch(
      /^ghcr\.io\/speaches-ai\/speaches:[\w.-]+-cuda(@sha256:[0-9a-f]{64})?$/,
    );
    expect(configuration.secrets).toBeUndefined();
    const environment = Object.fromEntries(template.containers[0].env.map((one: Value) => [one.name, one.value]));
    expect(environment).toMatchObject({ LOG_LEVEL: 'warning', HF_HUB_OFFLINE: '1' });
    expect(template.scale).toMatchObject({ minReplicas: 0, maxReplicas: 4 });
  });

  test('gets the sound, and our own service the question where anybody speaks', () => {
    for (const { properties } of all(deployment, 'Microsoft.Web/sites/config').filter(({ name }) =>
      name.endsWith('appsettings'),
    )) {
      expect(properties).toMatchObject({ SPEECH_MODEL: 'Systran/faster-whisper-large-v3' });
      expect(properties).toHaveProperty('SPEECH_BASE_URL');
      expect(properties).toHaveProperty('SPEECH_SERVICE_URL');
    }
  });
});

test('no profile has a GPU by default', () => {
  for (const { deployment } of allInAll) {
    expect(all(deployment, 'Microsoft.App/containerApps').filter(({ name }) => name.startsWith('ca-whisper-'))).toEqual(
      [],
    );
  }
});

test('an image that is named with its digest is taken by it', () => {
  const speechGpuImage = `ghcr.io/speaches-ai/speaches:0.8.3-cuda@sha256:${'0'.repeat(64)}`;
  const chosen = deployed('small', { overrides: { speechGpu: 'T4' }, speechGpuImage });
  expect(JSON.stringify(all(chosen, 'Microsoft.App/containerApps'))).toContain(speechGpuImage);
});
