import { describe, expect, it } from 'vitest';
import { readTranscriptionRequest } from '../../http/transcriptionRequest.ts';

const engine = { name: 'whisper-base', languages: new Set(['en', 'es']) };
const sound = new File([new Uint8Array([1, 2, 3])], 'lesson.wav');

/** The request that a client sends for these fields, read as the server reads it. */
async function read(fields: Readonly<Record<string, string | File | readonly string[]>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, one);
  }
  const sent = new Response(form);
  const contentType = sent.headers.get('content-type') ?? undefined;
  return readTranscriptionRequest(new Uint8Array(await sent.arrayBuffer()), contentType, engine);
}

const valid = { file: sound, model: 'whisper-1' };

describe('a transcription request', () => {
  it('needs no more than a file and a model', async () => {
    expect(await read(valid)).toEqual({ file: new Uint8Array([1, 2, 3]), format: 'json', granularities: ['segment'] });
  });

  it('takes every field of OpenAI', async () => {
    const request = await read({
      ...valid,
      model: 'whisper-base',
      response_format: 'verbose_json',
      'timestamp_granularities[]': ['word', 'segment', 'word'],
      language: 'EN',
      prompt: 'Sink or float?',
      temperature: '0.2',
    });
    expect(request).toMatchObject({ format: 'verbose_json', granularities: ['word', 'segment'], language: 'en' });
  });

  it.each(['en-US', 'en_GB', 'EN'])('takes %s for English', async (language) => {
    expect(await read({ ...valid, language })).toMatchObject({ language: 'en' });
  });

  it.each([
    ['no file', { model: 'whisper-1' }, 400, 'file'],
    ['text for a file', { ...valid, file: 'lesson.wav' }, 400, 'file'],
    ['no model', { file: sound }, 400, 'model'],
    ['an unknown model', { ...valid, model: 'gpt-4o-transcribe' }, 404, 'model'],
    ['an unknown format', { ...valid, response_format: 'xml' }, 400, 'response_format'],
    ['an unknown granularity', { ...valid, 'timestamp_granularities[]': 'phoneme' }, 400, 'timestamp_granularities[]'],
    ['word times in plain json', { ...valid, 'timestamp_granularities[]': 'word' }, 400, 'timestamp_granularities[]'],
    ['an unknown language', { ...valid, language: 'klingon' }, 400, 'language'],
    ['a temperature out of bounds', { ...valid, temperature: '7' }, 400, 'temperature'],
    ['a temperature that is no number', { ...valid, temperature: 'warm' }, 400, 'temperature'],
    ['a file for a prompt', { ...valid, prompt: sound }, 400, 'prompt'],
  ])('with %s is refused, by the name of the field', async (_, fields, status, param) => {
    await expect(read(fields)).rejects.toMatchObject({ name: 'ApiError', status, param });
  });

  it.each([
    ['another type', 'application/json'],
    ['no type', undefined],
    ['no boundary', 'multipart/form-data; charset=utf-8'],
    ['a boundary that is not in it', 'multipart/form-data; boundary=elsewhere'],
  ])('with %s is refused', async (_, contentType) => {
    const body = new Uint8Array(
      Buffer.from('--x\r\ncontent-disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n--x--'),
    );
    await expect(readTranscriptionRequest(body, contentType, engine)).rejects.toMatchObject({ status: 400 });
  });

  it('gives its error in the shape of OpenAI', async () => {
    const error = await read({ model: 'whisper-1' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      body: {
        error: {
          message: "Missing required parameter: 'file'.",
          type: 'invalid_request_error',
          param: 'file',
          code: 'missing_required_parameter',
        },
      },
    });
  });
});
