import type { LessonVoice, SpeakerRole } from '../lessons/speakers.ts';

const roleNames = {
  educator: 'Educator',
  child: 'Child',
  adult: 'Adult',
  several: 'Several',
  unknown: 'Voice',
} as const satisfies Record<SpeakerRole, string>;

/**
 * How files call each voice: by the name that a person gave it, else by its role, with a number where the lesson has
 * several of that role. No two have the same name; a voice of an unknown role is a numbered one always.
 * @param voices in the order in which they are numbered
 */
export function voiceNames(
  voices: readonly Pick<LessonVoice, 'speaker' | 'role' | 'label'>[],
): ReadonlyMap<number, string> {
  const taken = new Set<string>();
  const names = new Map<number, string>();
  for (const { speaker, role, label } of voices) {
    const only =
      role !== 'unknown' && voices.filter((other) => !other.label?.trim() && other.role === role).length === 1;
    const own = label?.trim() ? label.trim() : only ? roleNames[role] : undefined;
    const base = own ?? roleNames[role];
    let name = own ?? `${base} 1`;
    for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
    taken.add(name);
    names.set(speaker, name);
  }
  return names;
}
