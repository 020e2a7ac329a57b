import type { z } from 'zod';
import { lessonResponseSchema, questionsResponseSchema } from '../shared/api/contract.ts';
import { fetchPatiently } from '../shared/fetchPatiently.ts';
import type { CodedQuestion } from '../shared/lessons/question.ts';

export type LessonView = z.infer<typeof lessonResponseSchema>;
export interface QuestionsView {
  readonly questions: readonly CodedQuestion[];
}

/** The HTTP API of a running Askwell. */
export class Api {
  readonly #base: string;

  constructor(hostUrl: string) {
    this.#base = `${hostUrl.replace(/\/$/, '')}/api/v1`;
  }

  /** A lesson, or null when there is none (yet). */
  async lesson(lessonId: string): Promise<LessonView | null> {
    const answer = await this.#get(`/lessons/${lessonId}`);
    if (answer.status === 404) return null;
    return lessonResponseSchema.parse(await this.#body(answer));
  }

  async questions(lessonId: string): Promise<QuestionsView> {
    const answer = await this.#body(await this.#get(`/lessons/${lessonId}/questions`));
    const { questions } = questionsResponseSchema.parse(answer);
    return { questions: questions.map(({ etag: _etag, ...question }) => question) };
  }

  /** What the API hands out as a file. @throws Error when it cannot be read. */
  async file(lessonId: string, name: 'transcript.vtt' | 'transcript.srt' | 'export.csv'): Promise<string> {
    const answer = await this.#get(`/lessons/${lessonId}/${name}`);
    if (!answer.ok) throw new Error(`${name} cannot be read (${answer.status}).`);
    // Not answer.text(): that would take away the byte order mark, by which a spreadsheet knows the encoding.
    return Buffer.from(await answer.arrayBuffer()).toString('utf8');
  }

  async #get(path: string): Promise<Response> {
    try {
      return await fetchPatiently(this.#base + path, { times: 20, seconds: 1 });
    } catch (error) {
      throw new Error('The functions host does not answer.', { cause: error });
    }
  }

  async #body(answer: Response): Promise<unknown> {
    const body: unknown = await answer.json();
    if (answer.ok) return body;
    const detail = typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : '';
    throw new Error(`The API answered ${answer.status}: ${detail}`);
  }
}
