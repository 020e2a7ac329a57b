import type { Config } from './schema.ts';

/**
 * Whether voices are told apart: as SPEAKERS says, and by default where one person works on one machine.
 * @param chosen what somebody chose for a lesson: it can be left, and not be done where the settings do not
 */
export function tellsSpeakers({ SPEAKERS, SIGN_IN }: Pick<Config, 'SPEAKERS' | 'SIGN_IN'>, chosen = true): boolean {
  return chosen && (SPEAKERS ?? (SIGN_IN === 'none' ? 'on' : 'off')) === 'on';
}
