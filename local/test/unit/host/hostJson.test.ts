import { describe, expect, it } from 'vitest';
import { parseHostJson } from '../../../host/hostJson.ts';

const parse = (value: unknown, settings?: Record<string, string>) => parseHostJson(JSON.stringify(value), settings);

describe('host.json', () => {
  it('fills in the defaults of Azure', () => {
    const { config } = parse({ version: '2.0' });
    expect(config.extensions.http.routePrefix).toBe('api');
    expect(config.extensions.queues).toMatchObject({ batchSize: 16, maxDequeueCount: 5, messageEncoding: 'base64' });
    expect(config.extensions.serviceBus).toMatchObject({ autoCompleteMessages: true, maxConcurrentCalls: 16 });
    expect(config.extensions.durableTask.hubName).toBe('TestHubName');
    expect(config.functionTimeout).toBe(1_800_000);
  });

  it('reads time spans as milliseconds, and -1 as no bound', () => {
    const { config } = parse({
      version: '2.0',
      functionTimeout: '00:10:00',
      extensions: {
        queues: { maxPollingInterval: '00:00:02.5' },
        serviceBus: { maxAutoLockRenewalDuration: '1.00:00:00' },
      },
    });
    expect(config.functionTimeout).toBe(600_000);
    expect(config.extensions.queues.maxPollingInterval).toBe(2500);
    expect(config.extensions.serviceBus.maxAutoLockRenewalDuration).toBe(86_400_000);
    expect(parse({ version: '2.0', functionTimeout: '-1' }).config.functionTimeout).toBe(Number.POSITIVE_INFINITY);
  });

  it('names the path of every setting that it does not support', () => {
    const json = { version: '2.0', extensions: { eventHubs: {}, queues: { batchSize: 64, colour: 'red' } } };
    expect(() => parse(json)).toThrow(/extensions\.eventHubs: .*not supported/);
    expect(() => parse(json)).toThrow(/extensions\.queues\.colour: .*not supported/);
    expect(() => parse(json)).toThrow(/extensions\.queues\.batchSize: .*32/);
  });

  it('names the path of a value that is wrong', () => {
    expect(() => parse({ version: '1.0' })).toThrow(/version: must be "2\.0"/);
    expect(() => parse({ version: '2.0', functionTimeout: 'soon' })).toThrow(/functionTimeout: "soon" is no time span/);
    expect(() =>
      parse({ version: '2.0', extensions: { durableTask: { storageProvider: { type: 'mssql' } } } }),
    ).toThrow(/extensions\.durableTask\.storageProvider\.type/);
    expect(() => parseHostJson('{')).toThrow(/host\.json is not valid JSON/);
    expect(() => parseHostJson('[]')).toThrow(/host\.json/);
  });

  it('accepts what has no effect on one machine, and says so', () => {
    const { ignored } = parse({
      version: '2.0',
      extensionBundle: { id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' },
      logging: { applicationInsights: { samplingSettings: { isEnabled: true } } },
      extensions: { http: { hsts: { isEnabled: true } } },
    });
    expect(ignored.toSorted()).toEqual(['extensionBundle', 'extensions.http.hsts', 'logging.applicationInsights']);
  });

  it('lets an app setting override a value, whatever its case', () => {
    const settings = {
      AzureFunctionsJobHost__extensions__durabletask__hubName: 'Mine',
      AzureFunctionsJobHost__extensions__http__routePrefix: '',
      AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: '2',
    };
    const { config } = parse({ version: '2.0', extensions: { durableTask: { hubName: 'Other' } } }, settings);
    expect(config.extensions.durableTask.hubName).toBe('Mine');
    expect(config.extensions.http.routePrefix).toBe('');
    expect(config.extensions.serviceBus.maxConcurrentCalls).toBe(2);
  });

  it('does not let an override through unchecked', () => {
    expect(() => parse({ version: '2.0' }, { AzureFunctionsJobHost__nothing__here: 'x' })).toThrow(/nothing/);
  });
});
