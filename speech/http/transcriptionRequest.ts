import { z } from 'zod';
import { type VoicePart, voiceParts } from '../voices/voiceParts.ts';
import type { HeardBefore } from '../voices/voices.ts';
import type { SpeechEngine } from '../words/engine.ts';
import { ApiError } from './apiError.ts';

const responseFormats = ['json', 'text', 'srt', 'verbose_json', 'vtt'] as const;
export type ResponseFormat = (typeof responseFormats)[number];

const granularities = ['segment', 'word'] as const;
export type Granularity = (typeof granularities)[number];

/** OpenAI's name for the family, which many clients send whatever answers. */
export const familyName = 'whisper-1';

/** A checked request for a transcript. */
export interface TranscriptionRequest {
  readonly file: Uint8Array;
  readonly format: ResponseFormat;
  readonly granularities: readonly Granularity[];
  /** Whisper's code; absent when the language is to be heard from the sound. */
  readonly language?: string;
  /** Whisper's codes of all languages that may be spoken. */
  readonly languages?: readonly string[];
}

const bad = (message: string, param: string, code?: string) =>
  new ApiError(400, message, { param, ...(code === undefined ? {} : { code }) });

function text(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  if (value === null) return undefined;
  if (typeof value !== 'string') throw bad(`'${name}' must be text, not a file.`, name);
  return value;
}

const oneOf = <T extends string>(value: string, known: readonly T[]): T | undefined =>
  known.find((candidate) => candidate === value);

function readGranularities(form: FormData, format: ResponseFormat): Granularity[] {
  const values = [...form.getAll('timestamp_granularities[]'), ...form.getAll('timestamp_granularities')];
  const known = values.map((value) => {
    const found = typeof value === 'string' ? oneOf(value, granularities) : undefined;
    if (found === undefined) {
      throw bad(`Unknown timestamp granularity; use ${granularities.join(' or ')}.`, 'timestamp_granularities[]');
    }
    return found;
  });
  if (known.length > 0 && format !== 'verbose_json') {
    throw bad(
      `timestamp_granularities are only supported with response_format 'verbose_json', not '${format}'.`,
      'timestamp_granularities[]',
    );
  }
  return known.length > 0 ? [...new Set(known)] : ['segment'];
}

function readLanguage(form: FormData, languages: ReadonlySet<string>): string | undefined {
  const given = text(form, 'language')?.trim().toLowerCase();
  return given === undefined || given === '' ? undefined : known(given, languages, 'language');
}

/** Beyond OpenAI's for Whisper: `languages` names all that may be spoken, apart by commas ("en,es"). */
function readLanguages(
  form: FormData,
  languages: ReadonlySet<string>,
): Pick<TranscriptionRequest, 'language' | 'languages'> {
  const language = readLanguage(form, languages);
  const listed = (text(form, 'languages') ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim());
  const several = listed.filter((each) => each !== '').map((each) => known(each, languages, 'languages'));
  if (language !== undefined && several.length > 0) throw bad("Send 'language' or 'languages', not both.", 'languages');
  if (several.length > 0) return { languages: [...new Set(several)] };
  return language === undefined ? {} : { language };
}

function known(given: string, languages: ReadonlySet<string>, param: 'language' | 'languages'): string {
  // Browsers and phones say "en-US" where Whisper knows "en".
  const language = given.split(/[-_]/)[0] ?? given;
  if (!languages.has(language)) {
    throw bad(
      `Invalid language '${given}'. Language parameter must be specified in ISO-639-1 format.`,
      param,
      'invalid_language_format',
    );
  }
  return language;
}

function checkTemperature(form: FormData): void {
  const value = text(form, 'temperature');
  if (value === undefined || value.trim() === '') return;
  const temperature = Number(value);
  if (!(temperature >= 0 && temperature <= 1)) throw bad(`'temperature' must be between 0 and 1.`, 'temperature');
}

async function readForm(body: Uint8Array<ArrayBuffer>, contentType: string | undefined): Promise<FormData> {
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new ApiError(400, "Send the request as multipart/form-data with a 'file' and a 'model'.");
  }
  try {
    return await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch (cause) {
    throw new ApiError(400, 'The multipart/form-data body could not be parsed.', { cause });
  }
}

/** The form of a request that sends a sound, and the sound. Throws ApiError 400. */
async function readSoundForm(body: Uint8Array<ArrayBuffer>, contentType: string | undefined) {
  const form = await readForm(body, contentType);
  const file = form.get('file');
  if (file === null) throw bad("Missing required parameter: 'file'.", 'file', 'missing_required_parameter');
  if (typeof file === 'string') throw bad("'file' must be a file, not text.", 'file');
  return { form, file };
}

/** A checked request for voices. */
export interface VoicesRequest {
  readonly file: Uint8Array;
  /** What is told beside where anybody speaks. */
  readonly include: ReadonlySet<VoicePart>;
  readonly before?: HeardBefore;
}

/** Four hours of talk, each word alone. */
const mostHeard = 50_000;
const secondsSchema = z.number().nonnegative().max(86_400);
const heardSchema = z.object({
  speech: z
    .array(z.object({ start: secondsSchema, end: secondsSchema }))
    .max(mostHeard)
    .refine((spans) => spans.every(({ start, end }, at) => start < end && start >= (spans[at - 1]?.end ?? 0))),
  changes: z
    .array(secondsSchema)
    .max(mostHeard)
    .refine((moments) => moments.every((moment, at) => moment >= (moments[at - 1] ?? 0))),
});

/** What the client was told of the same sound before. */
function readHeard(form: FormData, include: ReadonlySet<VoicePart>): HeardBefore | undefined {
  const given = text(form, 'heard');
  if (given === undefined) return undefined;
  if (include.has('overlaps')) throw bad("Overlaps are not heard again: ask for them without 'heard'.", 'include[]');
  try {
    return heardSchema.parse(JSON.parse(given));
  } catch {
    throw bad("'heard' must be JSON with 'speech' and 'changes' as they were answered, in order.", 'heard');
  }
}

/**
 * Checks the form of `POST /v1/audio/voices`: a file, what is asked for beside speech, and perhaps what was heard of the
 * same sound before. Throws ApiError 400.
 */
export async function readVoicesRequest(
  body: Uint8Array<ArrayBuffer>,
  contentType: string | undefined,
): Promise<VoicesRequest> {
  const { form, file } = await readSoundForm(body, contentType);
  const include = [...form.getAll('include[]'), ...form.getAll('include')].map((value) => {
    const found = typeof value === 'string' ? oneOf(value, voiceParts) : undefined;
    if (found === undefined) throw bad(`Unknown include; use ${voiceParts.join(', ')}.`, 'include[]');
    return found;
  });
  const asked = new Set(include);
  const before = readHeard(form, asked);
  return {
    file: new Uint8Array(await file.arrayBuffer()),
    include: asked,
    ...(before === undefined ? {} : { before }),
  };
}

/** A checked request for the times of a text's words. */
export interface AlignmentRequest {
  readonly file: Uint8Array;
  readonly text: string;
  readonly language?: string;
  readonly languages?: readonly string[];
}

/** Checks the form of `POST /v1/audio/alignments`: a file, its text, and perhaps its language. Throws ApiError 400. */
export async function readAlignmentRequest(
  body: Uint8Array<ArrayBuffer>,
  contentType: string | undefined,
  { languages }: Pick<SpeechEngine, 'languages'>,
): Promise<AlignmentRequest> {
  const { form, file } = await readSoundForm(body, contentType);
  const spoken = text(form, 'text');
  if (spoken === undefined) throw bad("Missing required parameter: 'text'.", 'text', 'missing_required_parameter');
  return {
    file: new Uint8Array(await file.arrayBuffer()),
    text: spoken,
    ...readLanguages(form, languages),
  };
}

/**
 * Checks the form of `POST /v1/audio/transcriptions`.
 * `prompt` and `temperature` are accepted and checked but change nothing: recognition is greedy and starts afresh
 * at each window. Throws ApiError 400, or 404 for a model that is not here.
 */
export async function readTranscriptionRequest(
  body: Uint8Array<ArrayBuffer>,
  contentType: string | undefined,
  { name, languages }: Pick<SpeechEngine, 'name' | 'languages'>,
): Promise<TranscriptionRequest> {
  const { form, file } = await readSoundForm(body, contentType);
  const model = text(form, 'model');
  if (model === undefined || model === '') {
    throw bad("Missing required parameter: 'model'.", 'model', 'missing_required_parameter');
  }
  if (model !== name && model !== familyName) {
    throw new ApiError(404, `The model '${model}' does not exist here; use '${name}'.`, {
      param: 'model',
      code: 'model_not_found',
    });
  }
  const formatText = text(form, 'response_format') ?? 'json';
  const format = oneOf(formatText, responseFormats);
  if (format === undefined) {
    throw bad(`Unknown response_format '${formatText}'; use ${responseFormats.join(', ')}.`, 'response_format');
  }
  text(form, 'prompt');
  checkTemperature(form);
  return {
    file: new Uint8Array(await file.arrayBuffer()),
    format,
    granularities: readGranularities(form, format),
    ...readLanguages(form, languages),
  };
}
