/** Every sound in here is mono at this rate: what Whisper and Silero were trained on. */
export const sampleRate = 16_000;
