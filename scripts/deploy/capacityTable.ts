import { assumed, type Capacity, capacityOf, largeLoad, limits, type Need, readMeasured } from './capacityModel.ts';
import { costOf, priceList, readProfile } from './costModel.ts';

export const capacityMarks = { begin: '<!-- capacity: written by npm run capacity -->', end: '<!-- /capacity -->' };

const profiles = ['small', 'district', 'global'];
const whole = (value: number) => Math.ceil(value).toLocaleString('en-US');
const share = ({ needed, limit }: Need) => `${Math.round((100 * needed) / limit).toLocaleString('en-US')} %`;

/** What each profile bears of the large load, as Markdown. */
export async function capacityTable(): Promise<string> {
  const [measured, price] = [await readMeasured(), await priceList()];
  const all = await Promise.all(
    profiles.map(async (name) =>
      capacityOf(name, await readProfile(name), largeLoad, measured, price, await costOf(name)),
    ),
  );
  const { lessonsAnHour, people, predictionsAMonth, busyHoursAMonth } = largeLoad;
  return [
    `| ${whole(lessonsAnHour)} lessons an hour, ${whole(people)} people, ${whole(predictionsAMonth / 1e6)} million predictions a month | ${profiles.map((name) => `\`${name}\``).join(' | ')} |`,
    `|---|${profiles.map(() => '---').join('|')}|`,
    ...needRows(all),
    row('is met first', all, ({ first }) => `${first.what} (${first.unit})`),
    row('bears so many lessons an hour beside the rest', all, (one) =>
      Math.floor(one.bearsLessonsAnHour).toLocaleString('en-US'),
    ),
    row('a month of the whole load', all, ({ dollars }) => `$${whole(dollars.aMonth)}`),
    row('an hour of sound, analysed and kept for a year', all, ({ dollars }) => `$${dollars.anHourOfSound.toFixed(2)}`),
    row('a million predictions', all, ({ dollars }) => `$${dollars.aMillionPredictions.toFixed(2)}`),
    '',
    'Each need stands beside what there is, and its share. ' +
      `All of the load falls into ${busyHoursAMonth} hours of the month. Requests of a lesson are counted (\`npm run bench -- requests\`), calls a core are those that the bench \`predictions\` bore. ` +
      `Taken for true: ${100 * assumed.atWork} % of the people are at work at once and ask ${assumed.callsAMinute} times a minute; a kilobyte written takes ${assumed.unitsAWrittenKilobyte} RU; an activity asks the task hub ${assumed.hubOperationsAnActivity} times. ` +
      `The quota of ${limits.environmentCores} cores holds until the subscription is given more. What a profile's own maximum holds back, its file or \`overrides\` raises.`,
  ].join('\n');
}

function row(title: string, all: readonly Capacity[], cell: (one: Capacity) => string): string {
  return `| ${title} | ${all.map(cell).join(' | ')} |`;
}

function needRows(all: readonly Capacity[]): string[] {
  const [first] = all;
  return (first?.needs ?? []).map(({ what, unit }, index) =>
    row(`${what}, ${unit}`, all, ({ needs }) => {
      const need = needs[index];
      return need === undefined ? '' : `${whole(need.needed)} of ${whole(need.limit)} (${share(need)})`;
    }),
  );
}
