import { exportJsonSchema } from '../../exports/json.ts';
import { transcriptSchema } from '../../lessons/transcript.ts';
import {
  exportPathSchema,
  lessonPathSchema,
  manyExportPathSchema,
  manyExportQuerySchema,
  mediaResponseSchema,
  namesQuerySchema,
  rosterSchema,
  sitePathSchema,
  transcriptPathSchema,
  waveformResponseSchema,
} from '../contract.ts';
import { type Endpoint, ok, unknown } from './endpoint.ts';

/** What was recorded, to look at and to take away, and the names that are masked in it. */
export const recordings = {
  lessonMedia: {
    method: 'GET',
    route: '/lessons/{id}/media',
    roles: ['coach', 'educator'],
    about: 'lesson',
    audit: 'seen',
    summary: 'Addresses of the video and the poster, each good for half an hour to an hour',
    path: lessonPathSchema,
    etag: { known: true },
    answers: ok('The addresses.', mediaResponseSchema),
    problems: unknown,
  },
  lessonWaveform: {
    method: 'GET',
    route: '/lessons/{id}/waveform',
    roles: ['coach', 'educator'],
    about: 'lesson',
    summary: "The recording's loudness, for drawing",
    path: lessonPathSchema,
    etag: { known: true },
    answers: ok('Per cent of the loudest.', waveformResponseSchema),
    problems: unknown,
  },
  lessonTranscript: {
    method: 'GET',
    route: '/lessons/{id}/transcript.{format}',
    roles: ['coach', 'educator'],
    about: 'lesson',
    audit: 'seen',
    summary: 'The transcript as people have corrected it, as JSON, WebVTT or SubRip',
    path: transcriptPathSchema,
    query: namesQuerySchema,
    etag: { known: true },
    answers: {
      200: { says: 'The transcript.', json: transcriptSchema, files: ['text/vtt', 'application/x-subrip'] },
    },
    problems: unknown,
  },
  lessonExport: {
    method: 'GET',
    route: '/lessons/{id}/export.{format}',
    roles: ['coach', 'educator'],
    about: 'lesson',
    audit: 'seen',
    summary: 'The lesson to take away: CSV, JSON, subtitles with the codes, ELAN, a report to print',
    path: exportPathSchema,
    query: namesQuerySchema,
    answers: {
      200: {
        says: "A file. People's reviews count in place of the machine's codes.",
        json: exportJsonSchema,
        files: ['text/csv', 'text/vtt', 'application/x-subrip', 'application/xml', 'text/html'],
      },
    },
    problems: unknown,
  },
  manyExport: {
    method: 'GET',
    route: '/export.{format}',
    roles: ['coach', 'educator'],
    about: 'lessons',
    audit: 'seen',
    summary:
      'All lessons of a filter in one file: CSV with a row a question, or a zip with that, every lesson in every ' +
      'format, a codebook, a data dictionary and a line to cite',
    path: manyExportPathSchema,
    query: manyExportQuerySchema,
    answers: { 200: { says: 'The file, sent while it is made.', files: ['text/csv', 'application/zip'] } },
    problems: { 413: 'More lessons than one file can hold.' },
  },
  siteRoster: {
    method: 'GET',
    route: '/sites/{site}/roster',
    roles: [],
    about: 'site',
    audit: 'seen',
    summary: "The names that are masked in a site's lessons besides those that are recognised",
    path: sitePathSchema,
    answers: ok('The names, and their ETag; an empty list where there is none.', rosterSchema),
  },
  siteRosterChange: {
    method: 'PUT',
    route: '/sites/{site}/roster',
    roles: [],
    about: 'site',
    audit: 'changed',
    summary: 'Write the names; an empty list deletes them. If-Match makes it safe against others',
    path: sitePathSchema,
    body: rosterSchema,
    // 500 names of 100 characters, each at most four bytes or an escape of six, with quotes and commas.
    maxBodyBytes: 350_000,
    etag: { basis: 'The roster has changed since it was read.' },
    answers: ok('The names as they now are.', rosterSchema),
  },
} as const satisfies Record<string, Endpoint>;
