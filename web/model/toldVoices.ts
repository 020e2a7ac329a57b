import type { SpeakersResponse } from '../../shared/api/contract.ts';
import type { Change } from './change.ts';
import type { Voice } from './voices.ts';

/** The voices of a lesson, and what a change of them is based on. */
export type Told = Pick<SpeakersResponse, 'etag' | 'voices'>;

/** Whose a voice was said to be. */
export type SeenVoice = Pick<Voice, 'speaker' | 'role' | 'label'>;

/** The voices that a change names, as they are. */
export function seenIn(change: Change, voices: readonly Voice[]): SeenVoice[] {
  const named = change.kind === 'voices' ? change.voices.map(({ speaker }) => speaker) : [];
  return voices
    .filter(({ speaker }) => named.includes(speaker))
    .toSorted((a, b) => a.speaker - b.speaker)
    .map(({ speaker, role, label }) => ({ speaker, role, ...(label === undefined ? {} : { label }) }));
}

/** The voices with the roles and names that a change gives them. */
export function withRoles(voices: readonly Voice[], change: Change): Voice[] {
  const said = new Map(change.kind === 'voices' ? change.voices.map((one) => [one.speaker, one]) : []);
  return voices.map((voice) => {
    const one = said.get(voice.speaker);
    if (one === undefined) return voice;
    const { label: _, ...rest } = voice;
    return { ...rest, ...one, roleFrom: 'person' };
  });
}
