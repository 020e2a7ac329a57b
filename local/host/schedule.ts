import { Cron } from 'croner';
import { parseTimeSpan } from './duration.ts';
import { asError, HostError } from './errors.ts';

export interface Schedule {
  /** The first time after this one, or undefined when there is none any more. */
  next(after: Date): Date | undefined;
}

/**
 * Reads a timer's schedule: NCRONTAB with six fields (seconds first) or five, in UTC or the given time zone; or a
 * TimeSpan, the time between two runs. Throws a HostError that says what is wrong with it.
 */
export function parseSchedule(text: string, timeZone: string | undefined): Schedule {
  const interval = parseTimeSpan(text);
  if (interval !== undefined) {
    if (interval < 1 || !Number.isFinite(interval)) throw new HostError(`The schedule "${text}" is no time to wait.`);
    return { next: (after) => new Date(after.getTime() + interval) };
  }
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) {
    throw new HostError(`The schedule "${text}" has ${fields.length} fields: NCRONTAB has six, the first for seconds.`);
  }
  // What cron dialects know beyond NCRONTAB (L, W, #, ?) would fail in Azure, and so it does here.
  const foreign = fields.find(
    (field) => !/^(?:[\d*,/-]|[a-z]{3,})+$/i.test(field) || /[lw]$/i.test(field.replace(/jul|apr/gi, '')),
  );
  if (foreign !== undefined)
    throw new HostError(`The schedule "${text}" has the field "${foreign}", which NCRONTAB does not know.`);
  const [second, minute, hour, day, month, weekday] = fields.length === 6 ? fields : ['0', ...fields];
  let cron: Cron;
  try {
    cron = new Cron(`${second} ${minute} ${hour} ${day} ${month} ${weekday}`, {
      paused: true,
      mode: '6-part',
      timezone: timeZone ?? 'UTC',
      // NCRONTAB wants the day of the month and the day of the week both to fit.
      domAndDow: true,
      sloppyRanges: true,
    });
    cron.nextRun();
  } catch (thrown) {
    throw new HostError(`The schedule "${text}" cannot be used: ${asError(thrown).message}`);
  }
  return { next: (after) => cron.nextRun(after) ?? undefined };
}
