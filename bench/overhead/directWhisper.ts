import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import { ffmpeg } from '../../testing/media.ts';

// What the server takes in one request.
const mostBytes = 25 * 1024 * 1024;

/**
 * The least that gives a transcript of a video: ffmpeg takes the sound out, then the speech server hears it in one go.
 * @returns the transcript's words
 * @throws Error when the sound is more than one request may hold.
 */
export async function transcribeDirectly(video: string, speechUrl: string, folder: string): Promise<string> {
  const sound = join(folder, 'direct.flac');
  await ffmpeg('-i', video, '-vn', '-ac', '1', '-ar', '16000', '-c:a', 'flac', sound);
  const { size } = await stat(sound);
  if (size > mostBytes) throw new Error(`The sound has ${size} bytes, more than one request may hold.`);
  const openai = new OpenAI({ baseURL: `${speechUrl}/v1`, apiKey: 'local', timeout: 580_000, maxRetries: 0 });
  const answer = await openai.audio.transcriptions.create({
    file: createReadStream(sound),
    model: 'whisper-base',
    language: 'en',
    response_format: 'verbose_json',
    timestamp_granularities: ['segment', 'word'],
  });
  await rm(sound);
  return answer.text;
}
