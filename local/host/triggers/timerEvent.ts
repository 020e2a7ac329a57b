import type { TriggerEvent } from '../invoke.ts';

/** When a timer last ran and runs next, in ISO 8601. */
export interface ScheduleStatus {
  readonly Last: string;
  readonly Next: string;
  readonly LastUpdated: string;
}

/** What a function with a timer trigger is given. */
export function timerEvent(timer: { isPastDue: boolean; status: ScheduleStatus | undefined }): TriggerEvent {
  const data = {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: timer.status ?? null,
    IsPastDue: timer.isPastDue,
  };
  return { reason: 'timer', data: { json: JSON.stringify(data) } };
}
