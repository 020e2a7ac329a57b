import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { lessonResponseSchema, questionsResponseSchema } from '../shared/api/contract.ts';
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

  // The host may be busy or on its way up: a refused connection and a 503 are asked again for a while.
  async #get(path: string): Promise<Response> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await fetch(this.#base + path);
        if (answer.status !== 503 || attempt === 20) return answer;
        await answer.body?.cancel();
      } catch (error) {
        if (attempt === 20) throw new Error('The functions host does not answer.', { cause: error });
      }
      await delay(1000);
    }
  }

  async #body(answer: Response): Promise<unknown> {
    const body: unknown = await answer.json();
    if (answer.ok) return body;
    const detail = typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : '';
    throw new Error(`The API answered ${answer.status}: ${detail}`);
  }
}
