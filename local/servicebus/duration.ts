const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,7})?)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration as Service Bus writes it: days, hours, minutes and seconds (`P1DT2H`, `PT30S`),
 * no years, months or weeks. Undefined when it is none.
 */
export function parseDuration(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match || text.endsWith('T') || text === 'P') return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const whole = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return Math.round(whole * 60_000 + Number(seconds) * 1000);
}
