import type { z } from 'zod';
import { lessonResponseSchema, questionsResponseSchema } from '../shared/api/contract.ts';
import { fetchPatiently, type Patience } from '../shared/fetchPatiently.ts';
import type { ShownQuestion } from '../shared/lessons/question.ts';

export type LessonView = z.infer<typeof lessonResponseSchema>;
export interface QuestionsView {
  readonly questions: readonly ShownQuestion[];
}

/** The HTTP API of a running Askwell. */
export class Api {
  readonly #base: string;

  readonly #patience: Patience;

  /** @param patience with a host that is busy, failing or on its way up; 20 seconds when not given */
  constructor(hostUrl: string, patience: Patience = { times: 20, seconds: 1 }) {
    this.#base = `${hostUrl.replace(/\/$/, '')}/api/v1`;
    this.#patience = patience;
  }

  /** A lesson, or null when there is none (yet). */
  async lesson(lessonId: string): Promise<LessonView | null> {
    const answer = await this.#get(`/lessons/${lessonId}`, true);
    if (answer.status === 404) return null;
    return lessonResponseSchema.parse(await this.#body(answer));
  }

  async questions(lessonId: string): Promise<QuestionsView> {
    const answer = await this.#body(await this.#get(`/lessons/${lessonId}/questions`, true));
    const { questions } = questionsResponseSchema.parse(answer);
    return { questions: questions.map(({ etag: _etag, ...question }) => question) };
  }

  /** What the API hands out as a file. @throws Error when it cannot be read. */
  async file(
    lessonId: string,
    name: 'transcript.vtt' | 'transcript.srt' | 'export.csv' | 'export.rttm',
  ): Promise<string> {
    const answer = await this.#get(`/lessons/${lessonId}/${name}`, false);
    if (!answer.ok) throw new Error(`${name} cannot be read (${answer.status}).`);
    // Not answer.text(): that would take away the byte order mark, by which a spreadsheet knows the encoding.
    return Buffer.from(await answer.arrayBuffer()).toString('utf8');
  }

  // Subtitles of a lesson in which nobody speaks may be empty; JSON never is.
  async #get(path: string, wantsBody: boolean): Promise<Response> {
    try {
      return await fetchPatiently(this.#base + path, { ...this.#patience, wantsBody });
    } catch (error) {
      throw new Error('The functions host does not answer.', { cause: error });
    }
  }

  async #body(answer: Response): Promise<unknown> {
    const body = asJson(await answer.text());
    if (answer.ok && body !== undefined) return body;
    const said = typeof body === 'object' && body !== null && 'detail' in body ? `: ${body.detail}` : '.';
    throw new Error(`The API answered ${answer.status}${answer.ok ? ' without a result.' : said}`);
  }
}

/** Undefined for what is no JSON, nothing included. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
