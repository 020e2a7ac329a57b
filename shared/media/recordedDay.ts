import { recordedOnSchema } from '../lessons/recordedOn.ts';

/** Tags of a container that name the time of the recording, as ffprobe calls them. */
export interface RecordingTags {
  readonly creation_time?: string | undefined;
  readonly 'com.apple.quicktime.creationdate'?: string | undefined;
}

// ISO 8601 as cameras and ffmpeg write it; a time must be one, but only the day counts.
const moment = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * The calendar day on which a recording says that it was made; undefined where it says none, or none that can be.
 * QuickTime's own date comes first: it is of the place of the recording, `creation_time` is UTC.
 */
export function recordedDay(tags: RecordingTags): string | undefined {
  for (const said of [tags['com.apple.quicktime.creationdate'], tags.creation_time]) {
    const day = recordedOnSchema.safeParse(moment.exec(said ?? '')?.[1]);
    if (day.success) return day.data;
  }
  return undefined;
}
