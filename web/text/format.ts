import { locale } from './language.ts';

const formatsIn = (locale: string) => ({
  number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  tenths: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  whole: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
  percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
  date: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
  dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
});
const made = new Map<string, ReturnType<typeof formatsIn>>();

/** Of the language that the page speaks just now. */
function formats(): ReturnType<typeof formatsIn> {
  const name = locale();
  const found = made.get(name) ?? formatsIn(name);
  made.set(name, found);
  return found;
}

export const formatNumber = (value: number) => formats().number.format(value);
/** Seconds to a tenth, always with it: 5.0 s stands below 2.4 s. */
export const formatSeconds = (value: number) => `${formats().tenths.format(value)} s`;
export const formatCount = (value: number) => formats().whole.format(value);
/** `share` is 0 to 1. */
export const formatShare = (share: number) => formats().percent.format(share);
export const formatDate = (iso: string) => formats().date.format(new Date(iso));
export const formatDateTime = (iso: string) => formats().dateTime.format(new Date(iso));
/** A day without a time, such as 2027-03-01, which no time zone may move. */
export const formatDay = (day: string) => formats().date.format(new Date(`${day}T12:00:00`));

/** Seconds as a clock: 1:02 or 1:02:03. */
export function formatClock(seconds: number): string {
  const all = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor((all % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const format = new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power > 1 ? 1 : 0,
  });
  return format.format(bytes / 1000 ** power);
}

/** "Spanish", "Español", as a heading, for a code of ISO 639-1. */
export function languageHeading(code: string): string {
  const name = formatLanguages([code]);
  return name.charAt(0).toLocaleUpperCase(locale()) + name.slice(1);
}

/** "English and Spanish", for codes of ISO 639-1. */
export function formatLanguages(codes: readonly string[]): string {
  const names = new Intl.DisplayNames([locale()], { type: 'language' });
  return new Intl.ListFormat([locale()]).format(codes.map((code) => names.of(code) ?? code));
}
