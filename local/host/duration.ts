/**
 * Milliseconds of a .NET TimeSpan as host.json and timer schedules write it: `[d.]hh:mm:ss[.fff]`, or a number of days
 * alone. `-1` and `-00:00:00.0010000` (infinite) give Infinity. Undefined when it is none of these.
 */
export function parseTimeSpan(text: string): number | undefined {
  const value = text.trim();
  if (value === '-1' || value === '-00:00:00.0010000') return Number.POSITIVE_INFINITY;
  if (/^\d+$/.test(value)) return Number(value) * 86_400_000;
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?$/.exec(value);
  if (!match) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Number(`0.${fraction}`) * 1000;
}
