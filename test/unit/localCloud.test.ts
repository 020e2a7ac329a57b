import { expect, test } from 'vitest';
import { heldConditions, offered } from '../../local/appParts.ts';
import { applies } from '../../local/conditions.ts';
import { readResources } from '../../local/resources.ts';

const { parts, conditions } = await readResources('infra/local.json');

/** Whether the speech server is started for a user's settings, what it serves then, and what the app is told of it. */
function speechFor(own: Record<string, string>) {
  const held = heldConditions(conditions, own);
  const { speech } = parts;
  if (speech === undefined) throw new Error('infra/local.json declares no speech server.');
  return {
    started: applies(speech, held),
    serves: offered(speech.environment, held).SPEECH_SERVES,
    offers: Object.keys(offered(speech.settings, held)),
  };
}

const words = ['SPEECH_MODEL', 'SPEECH_ENGINE'];
const provider = (service: string) => JSON.stringify([{ kind: 'openai', name: 'a', [service]: { model: 'm' } }]);

test.each([{}, { CODING_MODEL: 'x' }, { PROVIDERS: provider('chat') }])(
  'with %j the local speech server writes words down and hears voices',
  (own) => {
    expect(speechFor(own)).toEqual({ started: true, serves: 'words,voices', offers: words });
  },
);

test.each([{ SPEECH_BASE_URL: 'http://127.0.0.1:1' }, { SPEECH_MODEL: 'm' }, { PROVIDERS: provider('speech') }])(
  'with %j another engine writes words down, and the local speech server hears voices alone',
  (own) => {
    expect(speechFor(own)).toEqual({ started: true, serves: 'voices', offers: [] });
  },
);

test('no speech server is started where the user says where one is', () => {
  expect(speechFor({ SPEECH_SERVICE_URL: 'http://127.0.0.1:1' }).started).toBe(false);
});
