import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import { Api, type LessonView, type QuestionsView } from '../cli/api.ts';
import type { Page } from '../local/page/server.ts';
import { readResources } from '../local/resources.ts';
import { type Stack, startStack } from '../local/stack.ts';
import { lessonOf, revisionOf } from '../shared/lessons/identity.ts';

/** A local cloud of a test's own, on free ports, with its state in a folder that goes with it. */
export interface TestCloud extends AsyncDisposable {
  readonly stack: Stack;
  readonly api: Api;
  readonly host: string;
  /** Asks the host's admin API, with its key. */
  admin(path: string, init?: RequestInit): Promise<Response>;
  readonly blobs: BlobServiceClient;
  /** Where it keeps its state. */
  readonly stateDir: string;
  /** Everything that the parts wrote. */
  readonly lines: readonly string[];
  upload(blobName: string, content: Buffer): Promise<Uploaded>;
  uploadFile(blobName: string, file: string): Promise<Uploaded>;
  /** Waits until this upload of a lesson completed or failed, its picture is settled and its voices are told apart. */
  ended(uploaded: Uploaded, seconds?: number): Promise<LessonView>;
  questions(uploaded: Uploaded): Promise<QuestionsView>;
}

export interface Uploaded {
  readonly lessonId: string;
  readonly revision: string;
}

export async function startTestCloud(
  options: {
    only?: string[];
    settings?: Record<string, string>;
    appDir?: string;
    /** Options of Node for the functions host. */
    hostNodeOptions?: string[];
    /** The page that is told of the parts, and to which spans are sent. */
    page?: Pick<Page, 'parts' | 'spansTo'>;
  } = {},
): Promise<TestCloud> {
  const stateDir = await mkdtemp(join(tmpdir(), 'askwell-e2e-'));
  const lines: string[] = [];
  const stack = await startStack({
    stateDir,
    ports: {},
    resources: await readResources(resolve('infra/local.json')),
    settings: options.settings ?? {},
    ...(options.appDir === undefined ? {} : { appDir: resolve(options.appDir) }),
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.hostNodeOptions === undefined ? {} : { hostNodeOptions: options.hostNodeOptions }),
    ...(options.page === undefined ? {} : { spansTo: options.page.spansTo }),
    onPart: (part, state, pid) => options.page?.parts.changed(part, state, pid),
    log: (part, line) => {
      options.page?.parts.said(part, line);
      lines.push(`${part} ${line}`);
    },
  });
  const { storage = '', host = '' } = stack.endpoints;
  const blobs = BlobServiceClient.fromConnectionString(storage);
  const api = new Api(host);
  const videos = blobs.getContainerClient('videos');
  const uploaded = (blobName: string, etag: string | undefined): Uploaded => ({
    lessonId: lessonOf(blobName).lessonId,
    revision: revisionOf(etag ?? ''),
  });

  return {
    stack,
    api,
    host,
    admin: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('x-functions-key', stack.adminKey ?? '');
      return fetch(`${host}/admin/${path}`, { ...init, headers });
    },
    blobs,
    stateDir,
    lines,
    upload: async (blobName, content) =>
      uploaded(blobName, (await videos.getBlockBlobClient(blobName).upload(content, content.byteLength)).etag),
    uploadFile: async (blobName, file) =>
      uploaded(blobName, (await videos.getBlockBlobClient(blobName).uploadFile(file)).etag),
    ended: async ({ lessonId, revision }, seconds = 150) => {
      const deadline = Date.now() + seconds * 1000;
      let last: LessonView | null = null;
      while (Date.now() < deadline) {
        last = await api.lesson(lessonId);
        const settled = last?.picture !== undefined || last?.progress?.stage === 'done' || last?.progress === undefined;
        const untold = last?.status === 'completed' && last.result?.speakers?.state === 'pending';
        if (last?.revision === revision && last.status !== 'running' && settled && !untold) return last;
        await delay(250);
      }
      throw new Error(`The lesson did not end: ${JSON.stringify(last)}\n${lines.slice(-40).join('\n')}`);
    },
    questions: ({ lessonId }) => api.questions(lessonId),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
