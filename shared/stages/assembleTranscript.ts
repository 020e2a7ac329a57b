import { config } from '../config.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { assembleSegments } from '../speech/assemble.ts';
import { speechClient } from '../speech/client.ts';
import { toSrt, toVtt } from '../speech/subtitles.ts';
import { writeText } from '../storage/blobs.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { audioManifestSchema } from './extractAudio.ts';
import { chunkTranscriptSchema } from './transcribeChunk.ts';

/** Joins the chunks to the lesson's transcript and writes it as JSON, WebVTT and SubRip. */
export async function assembleTranscript(source: Source): Promise<void> {
  const audio = await readJson('work', blobPaths.audioManifest(source), audioManifestSchema);
  const heard = await Promise.all(
    audio.chunks.map(async (chunk) => ({
      ...chunk,
      ...(await readJson('work', blobPaths.chunkTranscript(source, chunk.index), chunkTranscriptSchema)),
    })),
  );
  const settings = config();
  // A silent lesson has no chunk to say who would have spoken.
  const speech = heard[0] ?? (await speechClient(settings));
  const transcript: Transcript = {
    language: heard[0]?.language ?? settings.SPEECH_LANGUAGE,
    durationSeconds: audio.durationSeconds,
    engine: speech.engine,
    model: speech.model,
    segments: assembleSegments(heard, audio.voice),
    voice: audio.voice,
  };
  await writeText(
    'transcripts',
    blobPaths.transcript(source, 'vtt'),
    toVtt(transcript.segments),
    'text/vtt; charset=utf-8',
  );
  await writeText(
    'transcripts',
    blobPaths.transcript(source, 'srt'),
    toSrt(transcript.segments),
    'application/x-subrip; charset=utf-8',
  );
  await writeJson('transcripts', blobPaths.transcript(source, 'json'), transcript);
}
