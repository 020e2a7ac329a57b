import { assumed, costOf, hourOfSound, readPrices } from './costModel.ts';

export const costMarks = { begin: '<!-- costs: written by npm run costs -->', end: '<!-- /costs -->' };
const dollars = (value: number) => `$${Math.round(value).toLocaleString('en-US')}`;

/** The table of costs, as Markdown. */
export async function costTable(): Promise<string> {
  const { asOf, prices } = await readPrices();
  const unconfirmed = prices.filter(({ status }) => status === 'unconfirmed').length;
  const rows = (await Promise.all(['small', 'district', 'global'].map(costOf))).map(
    ({ profile, fixedMonthly, per1000Lessons, speechAtMost }) =>
      `| \`${profile}\` | ${dollars(fixedMonthly)} | ${dollars(per1000Lessons)} | ${dollars(speechAtMost)} |`,
  );
  const [base, small] = [await hourOfSound('base'), await hourOfSound('small')];
  return [
    '| profile | a month, without a lesson | 1,000 lessons, kept for a year | speech in a month, at most |',
    '|---|---|---|---|',
    ...rows,
    '',
    `An hour of sound costs $${base.toFixed(3)} with the weights \`base\`, $${small.toFixed(3)} with \`small\`; speech costs most when every replica that the profile allows is at work all month. ` +
      `An estimate from list prices of ${asOf} (\`infra/prices.json\`, each with its page; ${unconfirmed} of ${prices.length} are unconfirmed: check them before you plan with them). ` +
      `A lesson is taken to be ${assumed.minutes} minutes and ${assumed.gigabytes} GB, transcribed by the speech service, coded by the local model, and watched ${assumed.timesWatched === 1 ? 'once' : `${assumed.timesWatched} times`}.`,
  ].join('\n');
}
