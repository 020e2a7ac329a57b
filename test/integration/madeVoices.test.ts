import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sound, sampleRate, wavOf } from '../../scripts/rooms/sound.ts';
import { talkOf } from '../../shared/questions/talk.ts';
import { lessonVoices } from '../../shared/speakers/lessonVoices.ts';
import { lessonWindows, tellVoices } from '../../shared/speakers/tellVoices.ts';
import { toldSpeech } from '../../shared/speakers/toldSpeech.ts';
import { loadVoices, type VoiceEngine } from '../../speech/voices/voices.ts';
import { canSpeak, oneAfterAnother, silence, spoken } from './spokenSound.ts';

let engine: VoiceEngine;
beforeAll(async () => {
  engine = await loadVoices();
});
afterAll(() => engine?.release());

/** Who speaks when in a sound, as the app tells it without words. */
async function heard(sound: Sound) {
  const include = new Set(['windows', 'changes', 'overlaps'] as const);
  const {
    speech,
    windows = [],
    changes = [],
    overlaps = [],
  } = await engine.hearFile(wavOf(sound), include, AbortSignal.timeout(120_000));
  const chunks = [{ start: 0, speech, windows, changes, overlaps }];
  const told = tellVoices(lessonWindows(chunks), chunks);
  const { speakers } = toldSpeech({ segments: [] }, told);
  return { voices: told.windows[0]?.alike.length ?? 0, turns: speakers?.turns ?? [] };
}

const woman = { voice: 'en-us+f2' };
const man = { voice: 'en-us+m1' };
/** A minute of talk. A text said twice would be twice the same sound, which no person makes. */
const story = [
  'The little boat went down the river in the morning.',
  'It passed the old mill and the tall trees, and the ducks looked at it with great surprise.',
  'A boy on the bridge waved his hat, because he had never seen a boat with a red sail.',
  'At noon the wind grew strong, and dark clouds came over the hills.',
  'The captain pulled in the rope and told his dog to lie down under the bench.',
  'Rain fell on the water like small stones.',
  'They waited under a willow until the storm was over, and ate bread with cheese and a cold apple.',
  'Then the sun came back, and every leaf was shining.',
  'In the evening they reached the harbor, where many people were mending their nets.',
  'The dog ran up the stairs and barked at the baker, who gave him half a bun.',
  'That night the boat slept beside a big ship, and dreamed of rivers that go on for ever.',
  'Nobody knew that a mouse had come along as well, hidden in a boot.',
  'She would tell her children all about it in the spring.',
];

// Cases 8 and 14 of what users of other tools reported.
describe.skipIf(!canSpeak)('voices of a synthesiser (needs espeak-ng)', { timeout: 120_000 }, () => {
  it('are one where one person speaks for a minute', async () => {
    const sound = await spoken(story.join(' '), woman);
    expect(sound.length / sampleRate).toBeGreaterThan(50);
    expect((await heard(sound)).voices).toBe(1);
  });

  it('are two where two people speak for three seconds each', async () => {
    const one = await spoken('The little boat went down the river.', woman);
    const other = await spoken('It passed the old mill and the trees.', man);
    const { voices, turns } = await heard(oneAfterAnother(silence(0.5), one, silence(1), other, silence(0.5)));
    expect(voices).toBe(2);
    const second = 1 + one.length / sampleRate;
    const whose = (own: (start: number) => boolean) =>
      turns.filter(({ start }) => own(start)).sort((a, b) => b.end - b.start - (a.end - a.start))[0]?.speaker;
    const speakers = [whose((start) => start < second), whose((start) => start >= second)];
    expect(speakers.toSorted()).toEqual([0, 1]);
  });

  it('are two where two people take turns', async () => {
    const said = await Promise.all(story.map((text, at) => spoken(text, at % 2 === 0 ? woman : man)));
    expect((await heard(oneAfterAnother(...said.flatMap((sound) => [sound, silence(0.8)])))).voices).toBe(2);
  });

  it('that differ by ten hertz may be one, and are never more than two', async () => {
    const said = await Promise.all(story.map((text, at) => spoken(text, { ...woman, pitch: at % 2 === 0 ? 50 : 56 })));
    const { voices } = await heard(oneAfterAnother(...said.flatMap((sound) => [sound, silence(0.8)])));
    expect([1, 2]).toContain(voices);
  });

  it('of one person who speaks high and whispers as well may be several, and one role covers them all', async () => {
    const throats = [woman, { ...woman, pitch: 85 }, { voice: 'en-us+whisper' }];
    const said = await Promise.all(story.map((text, at) => spoken(text, throats[at % 3] ?? woman)));
    const { turns } = await heard(oneAfterAnother(...said.flatMap((sound) => [sound, silence(1)])));
    const voices = lessonVoices(turns, [turns[0]?.speaker ?? null]).map((voice) => ({
      ...voice,
      role: 'educator' as const,
      roleFrom: 'person' as const,
    }));
    const spokenSeconds = said.reduce((sum, { length }) => sum + length / sampleRate, 0);
    const talk = talkOf({ turns, voice: [], durationSeconds: spokenSeconds + said.length }, voices);
    expect(talk.educator.seconds).toBeGreaterThan(0.8 * spokenSeconds);
    expect([talk.children.seconds, talk.unknown.seconds]).toEqual([0, 0]);
  });
});
