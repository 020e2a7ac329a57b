import { misused, readCommandLine } from '../../local/commandLine.ts';
import { serviceBus } from '../../shared/messaging/sender.ts';
import { type DeadLetter, listDeadLetters, type Outcome, takeDeadLetters } from './recovery/deadLetters.ts';
import { resend } from './recovery/resend.ts';
import { useSettings } from './recovery/settings.ts';

const usage = `Usage: npm run replay [-- [--send] [--drop] [--reason TEXT] [--site NAME] [--lesson ID] [--state DIR]]

Shows the jobs that were given up, and why. It works on the running local cloud, or on the deployment whose settings are
in the environment (as npm run rebuild).
  --send         sends them again; a job is taken out of its queue only after that
  --drop         with --send: takes out what can never be sent (no job, lesson or video deleted)
  --reason TEXT  only those with this in their reason
  --site NAME    only those of this site
  --lesson ID    only those of this lesson`;

interface Filter {
  readonly reason: string | undefined;
  readonly site: string | undefined;
  readonly lesson: string | undefined;
}

async function run(): Promise<void> {
  const { values } = readCommandLine(usage, {
    send: { type: 'boolean', default: false },
    drop: { type: 'boolean', default: false },
    reason: { type: 'string' },
    site: { type: 'string' },
    lesson: { type: 'string' },
    state: { type: 'string', default: '.askwell' },
  });
  if (values.drop && !values.send) misused(usage, '--drop goes with --send.');
  await useSettings(values.state);
  const bus = await serviceBus();
  const { reason, site, lesson } = values;
  const isChosen = (letter: DeadLetter) => fits(letter, { reason, site, lesson });
  try {
    if (values.send) await send(isChosen, values.drop);
    else show((await listDeadLetters(bus)).filter(isChosen));
  } finally {
    await bus.close();
  }
}

function fits({ job, reason }: DeadLetter, filter: Filter): boolean {
  return (
    (filter.reason === undefined || reason.toLowerCase().includes(filter.reason.toLowerCase())) &&
    (filter.site === undefined || job?.siteId === filter.site) &&
    (filter.lesson === undefined || job?.lessonId === filter.lesson)
  );
}

function show(letters: readonly DeadLetter[]): void {
  for (const letter of letters) console.log(describe(letter));
  console.log(letters.length === 0 ? 'Nothing was given up.' : `${letters.length} given up; --send sends them again.`);
}

async function send(isChosen: (letter: DeadLetter) => boolean, drop: boolean): Promise<void> {
  const count: Record<Outcome['kind'], number> = { sent: 0, left: 0, dropped: 0 };
  await takeDeadLetters(
    await serviceBus(),
    isChosen,
    (letter) => resend(letter, drop),
    (letter, outcome) => {
      count[outcome.kind] += 1;
      console.log(`${describe(letter)}: ${outcome.kind}${outcome.kind === 'left' ? `, ${outcome.why}` : ''}`);
    },
  );
  console.log(`${count.sent} sent again, ${count.left} left, ${count.dropped} dropped.`);
}

// Ids only: a terminal's scroll is no place for names.
function describe({ job, reason, since, place }: DeadLetter): string {
  const what = job === null ? 'no job' : `lesson ${job.lessonId} of ${job.siteId}`;
  return `${since?.toISOString() ?? 'unknown time'}  ${what}  ${reason}  (${place})`;
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
