import type { EngineOptions, SpeechEngine } from './engine.ts';
import { startJobThread } from './jobThread.ts';
import type { Transcription } from './transcribe.ts';

/** What the recogniser's thread is asked. */
export interface EngineJob {
  readonly file: Uint8Array;
  readonly language?: string;
}

/** What it tells of itself. */
export type EngineAbout = Pick<SpeechEngine, 'name' | 'weights' | 'languages'>;

/**
 * Loads the recogniser in a thread of its own. `lost` is called when the thread ends without having been released.
 * Throws what `loadEngine` throws, as Error with the same message.
 */
export async function loadThreadedEngine(options: EngineOptions, lost: (reason: Error) => void): Promise<SpeechEngine> {
  const script = new URL('./engineWorker.ts', import.meta.url);
  const thread = await startJobThread<EngineJob, Transcription, EngineAbout>(script, options, lost);
  return {
    ...thread.about,
    transcribeFile: (file, { language, signal }) =>
      thread.run({ file, ...(language === undefined ? {} : { language }) }, signal),
    release: () => thread.release(),
  };
}
