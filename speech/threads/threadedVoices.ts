import type { VoicePart } from '../voices/voiceParts.ts';
import type { HeardBefore, VoiceEngine, Voices } from '../voices/voices.ts';
import { startJobThread } from './jobThread.ts';

/** What the thread is asked. */
export interface VoicesJob {
  readonly file: Uint8Array;
  readonly include: ReadonlySet<VoicePart>;
  readonly before?: HeardBefore | undefined;
}

/** What it tells of itself. */
export type VoicesAbout = Pick<VoiceEngine, 'weights'>;

/**
 * Loads what hears voices in a thread of its own. `lost` is called when the thread ends without having been released.
 * Throws what `loadVoices` throws, as Error with the same message.
 */
export async function loadThreadedVoices(lost: (reason: Error) => void): Promise<VoiceEngine> {
  const script = new URL('./voicesWorker.ts', import.meta.url);
  const thread = await startJobThread<VoicesJob, Voices, VoicesAbout>(script, {}, lost);
  return {
    ...thread.about,
    hearFile: (file, include, signal, before) => thread.run({ file, include, before }, signal),
    release: () => thread.release(),
  };
}
