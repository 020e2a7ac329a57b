import { z } from 'zod';
import { sourceSchema } from '../../../shared/lessons/lesson.ts';
import { claimChunk } from '../../../shared/stages/claimChunk.ts';
import { transcribeChunk as transcribe } from '../../../shared/stages/transcribeChunk.ts';
import { annotate } from '../../../shared/telemetry/trace.ts';
import { defineActivity } from '../../durable/activity.ts';

const named = z.object({ source: sourceSchema, index: z.int().nonnegative(), remake: z.boolean().optional() });
const claimed = z.object({ source: sourceSchema, lane: z.int().nonnegative(), step: z.int().nonnegative() });

/** Transcribes the chunk that is named, or the one that a lane claims at its step: claims it, too, to spare a step of the lane. */
export const transcribeChunk = defineActivity({
  name: 'transcribeChunk',
  input: z.union([named, claimed]),
  output: z.int().nonnegative().nullable().describe('the chunk; null when none was left to claim'),
  run: async (chunk, signal) => {
    const { source } = chunk;
    if ('index' in chunk) {
      await transcribe(source, chunk.index, signal, chunk.remake);
      return chunk.index;
    }
    const index = await claimChunk(source, chunk.lane, chunk.step);
    if (index === null) return null;
    // As a chunk that is named stands in the span by itself.
    annotate({ 'askwell.part': index });
    await transcribe(source, index, signal);
    return index;
  },
});
