import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import type { Transcript } from '../lessons/transcript.ts';
import { exhausted } from '../providers/exhausted.ts';
import { outOfBabble } from '../questions/outOfBabble.ts';
import { withRemoved } from '../questions/removedWords.ts';
import { config, languagesOf } from '../settings/config.ts';
import { speechUsesOf } from '../settings/providerUses.ts';
import { toldSpeech } from '../speakers/toldSpeech.ts';
import { lessonSpeech } from '../speech/lessonSpeech.ts';
import { mainLanguage } from '../speech/mainLanguage.ts';
import { toSrt, toVtt } from '../speech/subtitles.ts';
import { writeText } from '../storage/blobs.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { removalsFrom } from '../storage/removals.ts';
import { audioManifestSchema } from './extractAudio.ts';
import { heardIn } from './hearVoices.ts';
import { type KeptSpeakers, stillPending, toldSpeakers } from './identifySpeakers.ts';
import { chunkTranscriptSchema } from './transcribeChunk.ts';

/** What transcribing a lesson used; left for saveAnalysis. */
export const speechUsageSchema = z.object({
  audioSeconds: z.number().nonnegative(),
  money: z.number().nonnegative().nullable().describe('US dollars'),
});
type SpeechUsage = z.infer<typeof speechUsageSchema>;

/**
 * Joins the chunks to the lesson's transcript and writes it as JSON, WebVTT and SubRip.
 * @param pending voices are told apart later: nothing that an earlier analysis left of them is taken.
 */
export async function assembleTranscript(source: Source, pending = false): Promise<void> {
  const audio = await readJson('work', blobPaths.audioManifest(source), audioManifestSchema);
  const heard = await Promise.all(
    audio.chunks.map(async (chunk) => ({
      ...chunk,
      ...(await readJson('work', blobPaths.chunkTranscript(source, chunk.index), chunkTranscriptSchema)),
      speech: (await heardIn(source, chunk.index))?.speech ?? null,
    })),
  );
  const settings = config();
  // A lesson without any sound has no chunk to say who transcribed; it names who would have.
  const speech = heard.length > 0 ? heard : speechUsesOf(settings, source.choices?.model).slice(0, 1);
  if (speech.length === 0) throw exhausted('speech', []);
  const spoken = lessonSpeech(heard, audio.voice);
  const removals = await removalsFrom(source);
  const heardNow: Transcript = {
    language:
      mainLanguage(spoken.segments) ??
      heard.find(({ language }) => language !== null)?.language ??
      languagesOf(settings, source)[0] ??
      'en',
    durationSeconds: audio.durationSeconds,
    engine: allOf(speech.map(({ engine }) => engine)),
    model: allOf(speech.map(({ model }) => model)),
    ...withSpeakers(spoken, pending ? stillPending : await toldSpeakers(source)),
  };
  const transcript = withRemoved(heardNow, {
    spoken: removals.flatMap((removal) => removal.spoken),
    lines: removals.flatMap((removal) => removal.lines),
  });
  await writeText(
    'transcripts',
    blobPaths.transcript(source, 'vtt'),
    toVtt(transcript.segments, transcript.language),
    'text/vtt; charset=utf-8',
  );
  await writeText(
    'transcripts',
    blobPaths.transcript(source, 'srt'),
    toSrt(transcript.segments),
    'application/x-subrip; charset=utf-8',
  );
  await writeJson('transcripts', blobPaths.transcript(source, 'json'), transcript);
  await writeJson('work', blobPaths.speechUsage(source), usageOf(heard));
}

/** A lesson's speech with who says what, where voices were told apart. */
function withSpeakers<Speech extends Pick<Transcript, 'segments' | 'voice'>>(
  speech: Speech,
  { state, ...told }: KeptSpeakers,
): Speech & Required<Pick<Transcript, 'speakers'>> {
  return state === 'told'
    ? toldSpeech(speech, outOfBabble(told, speech))
    : { ...speech, speakers: { state, turns: [] } };
}

// More than one where a provider failed in the middle of a lesson and the next one went on.
const allOf = (names: readonly string[]) => [...new Set(names)].join(' + ');

function usageOf(heard: readonly z.infer<typeof chunkTranscriptSchema>[]): SpeechUsage {
  return {
    audioSeconds: heard.reduce((sum, { audioSeconds }) => sum + audioSeconds, 0),
    money: heard.reduce<number | null>((sum, { money }) => (sum === null || money === null ? null : sum + money), 0),
  };
}
