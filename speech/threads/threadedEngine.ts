import type { Alignment } from '../words/align.ts';
import type { EngineOptions, SpeechEngine } from '../words/engine.ts';
import type { Transcription } from '../words/transcribe.ts';
import { startJobThread } from './jobThread.ts';

/** What the recogniser's thread is asked. */
export interface EngineJob {
  readonly file: Uint8Array;
  readonly language?: string;
  readonly languages?: readonly string[];
  /** Given, its words are laid on the sound; else the sound's own are written down. */
  readonly text?: string;
}

/** What it answers. */
export type EngineResult =
  | { readonly kind: 'transcription'; readonly value: Transcription }
  | { readonly kind: 'alignment'; readonly value: Alignment };

/** What it tells of itself. */
export type EngineAbout = Pick<SpeechEngine, 'name' | 'weights' | 'languages'>;

/**
 * Loads the recogniser in a thread of its own. `lost` is called when the thread ends without having been released.
 * Throws what `loadEngine` throws, as Error with the same message.
 */
export async function loadThreadedEngine(options: EngineOptions, lost: (reason: Error) => void): Promise<SpeechEngine> {
  const script = new URL('./engineWorker.ts', import.meta.url);
  const thread = await startJobThread<EngineJob, EngineResult, EngineAbout>(script, options, lost);
  return {
    ...thread.about,
    async transcribeFile(file, { signal, ...languages }) {
      const { kind, value } = await thread.run({ file, ...languages }, signal);
      if (kind !== 'transcription') throw new Error(`The recogniser answered with an ${kind}.`);
      return value;
    },
    async alignFile(file, text, { signal, ...languages }) {
      const { kind, value } = await thread.run({ file, text, ...languages }, signal);
      if (kind !== 'alignment') throw new Error(`The recogniser answered with a ${kind}.`);
      return value;
    },
    release: () => thread.release(),
  };
}
