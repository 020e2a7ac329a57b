import type { Config } from './schema.ts';

/** Whether voices are told apart: as SPEAKERS says, and by default where one person works on one machine. */
export function tellsSpeakers({ SPEAKERS, SIGN_IN }: Pick<Config, 'SPEAKERS' | 'SIGN_IN'>): boolean {
  return (SPEAKERS ?? (SIGN_IN === 'none' ? 'on' : 'off')) === 'on';
}
