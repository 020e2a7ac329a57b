import { expect, test } from 'vitest';
import { appSettings } from '../../appSettings.ts';

const url = [{ value: '{clock}/now', unless: 'otherClock' }];
const part = { script: 'clock.ts', args: [], port: { variable: 'CLOCK_PORT', usual: 0 }, timeoutSeconds: 60 };
const declared = {
  settings: { STORE: '{storage}', BUS: '{serviceBus}', MODE: 'local' },
  conditions: { otherClock: ['CLOCK'] },
  parts: { clock: { ...part, environment: {}, settings: { CLOCK_URL: url } } },
};

test('the app gets what is declared and up, with the addresses in it, and the user’s own before that', () => {
  const addresses = { storage: 'http://store', parts: { clock: 'http://clock' } };
  expect(appSettings(declared, { MODE: 'mine', MORE: '1' }, addresses)).toEqual({
    ...{ STORE: 'http://store', MODE: 'mine', MORE: '1', CLOCK_URL: 'http://clock/now' },
  });
  expect(appSettings(declared, { CLOCK: 'another' }, addresses)).toEqual({
    ...{ STORE: 'http://store', MODE: 'local', CLOCK: 'another' },
  });
  expect(appSettings(declared, {}, { parts: {} })).toEqual({ MODE: 'local' });
});
