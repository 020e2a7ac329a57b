import type { Span } from '../voices/speechSpans.ts';
import type { Voices } from '../voices/voices.ts';
import type { Alignment } from '../words/align.ts';
import { joinText } from '../words/sentences.ts';
import type { TranscribedSegment, Transcription } from '../words/transcribe.ts';
import { languageName } from './languages.ts';
import { toSrt, toVtt } from './subtitles.ts';
import type { TranscriptionRequest } from './transcriptionRequest.ts';

/** A body and its type, ready to be sent. */
export interface Answer {
  readonly contentType: string;
  readonly body: string;
}

/** Milliseconds are more than is known; more digits would only look exact. */
const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
const roundSpans = (spans: readonly Span[]) =>
  spans.map(({ start, end }) => ({ start: round(start), end: round(end) }));

function verboseSegment(segment: TranscribedSegment, id: number): object {
  return {
    id,
    seek: Math.round(segment.windowStart * 100),
    start: round(segment.start),
    end: round(segment.end),
    text: segment.text,
    tokens: segment.words.flatMap(({ tokens }) => tokens),
    temperature: 0,
    avg_logprob: segment.averageLogProbability,
    compression_ratio: segment.compressionRatio,
    no_speech_prob: segment.noSpeechProbability,
    // beyond OpenAI's: Whisper's code of this segment's language
    language: segment.language,
    // beyond OpenAI's: how probable it is that this is the language that was asked for, or found
    language_probability: segment.languageProbability,
  };
}

function verbose(transcription: Transcription, request: TranscriptionRequest, model: string): object {
  const { segments, durationSeconds } = transcription;
  const wanted = new Set(request.granularities);
  return {
    task: 'transcribe',
    language: languageName(transcription.language),
    duration: round(durationSeconds),
    text: fullText(segments),
    ...(wanted.has('segment') ? { segments: segments.map(verboseSegment) } : {}),
    ...(wanted.has('word')
      ? {
          words: segments.flatMap(({ words }) =>
            words.map(({ text, start, end, logProbability }) => ({
              word: text,
              start: round(start),
              end: round(end),
              // beyond OpenAI's, as others give it
              probability: Math.exp(logProbability),
            })),
          ),
          // beyond OpenAI's: the times come from where the model listened, not from counting letters
          word_times: 'aligned',
        }
      : {}),
    // beyond OpenAI's: where a language is spoken that was not asked for, and which it probably is
    other_languages: transcription.others.map(({ start, end, language }) => ({
      start: round(start),
      end: round(end),
      language,
    })),
    // beyond OpenAI's: which model this is, whatever it was called in the request
    model,
    // beyond OpenAI's: where anybody speaks, from voice activity detection
    speech: roundSpans(transcription.speech),
    usage: { type: 'duration', seconds: Math.ceil(durationSeconds) },
  };
}

const fullText = (segments: readonly TranscribedSegment[]) => joinText(segments.flatMap(({ words }) => words));

/** A text laid on its sound, in the shape of a transcription: segments and words with times in seconds. */
export function writeAlignment({ language, durationSeconds, segments }: Alignment, model: string): object {
  const words = segments.flatMap((segment) => segment.words);
  return {
    task: 'align',
    language: languageName(language),
    duration: round(durationSeconds),
    text: joinText(words),
    segments: segments.map(({ start, end, text }, id) => ({ id, start: round(start), end: round(end), text })),
    words: words.map(({ text, start, end }) => ({ word: text, start: round(start), end: round(end) })),
    model,
  };
}

/** Writes a transcription in the format that was asked for. @param model who heard it */
export function writeAnswer(transcription: Transcription, request: TranscriptionRequest, model: string): Answer {
  const { segments } = transcription;
  switch (request.format) {
    case 'json': {
      const usage = { type: 'duration', seconds: Math.ceil(transcription.durationSeconds) };
      return { contentType: 'application/json', body: JSON.stringify({ text: fullText(segments), usage }) };
    }
    case 'verbose_json':
      return { contentType: 'application/json', body: JSON.stringify(verbose(transcription, request, model)) };
    case 'text':
      return { contentType: 'text/plain; charset=utf-8', body: `${fullText(segments)}\n` };
    case 'srt':
      return { contentType: 'text/plain; charset=utf-8', body: toSrt(segments) };
    case 'vtt':
      return { contentType: 'text/vtt; charset=utf-8', body: toVtt(segments) };
  }
}

/** What `POST /v1/audio/voices` answers; an embedding as base64 of 192 float16, little-endian. */
export function writeVoices({ durationSeconds, speech, windows, changes, overlaps }: Voices): object {
  return {
    durationSeconds: round(durationSeconds),
    speech: roundSpans(speech),
    ...(windows === undefined
      ? {}
      : {
          windows: windows.map(({ start, end, embedding }) => ({
            start: round(start),
            end: round(end),
            embedding: halves(embedding),
          })),
        }),
    ...(changes === undefined ? {} : { changes: changes.map(round) }),
    ...(overlaps === undefined ? {} : { overlaps: roundSpans(overlaps) }),
  };
}

/** Half the digits of a number are enough to tell voices apart. */
const halves = (numbers: Float32Array) => Buffer.from(Float16Array.from(numbers).buffer).toString('base64');
