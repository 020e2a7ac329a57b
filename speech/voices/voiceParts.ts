/** What may be asked for beside where anybody speaks. */
export const voiceParts = ['windows', 'changes', 'overlaps'] as const;
export type VoicePart = (typeof voiceParts)[number];
