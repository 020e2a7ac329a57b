import Table from 'cli-table3';
import { z } from 'zod';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { type AuditEntry, entries } from '../../shared/audit/log.ts';
import { useSettings } from './recovery/settings.ts';

const usage = `Prints who saw, changed or deleted what, from the running local cloud or the account that the settings name.

  npm run audit -- --lesson ID             everything about one lesson, also after it was deleted
  npm run audit -- --since 2026-11-01      everything since a day (UTC)
`;

const { values } = readCommandLine(usage, { lesson: { type: 'string' }, since: { type: 'string' } });
const asked = z
  .object({
    lesson: z
      .string()
      .regex(/^[0-9a-f]{24}$/, 'a lesson id has 24 hexadecimal digits')
      .optional(),
    since: z.iso.date().optional(),
  })
  .safeParse(values);
if (!asked.success)
  misused(usage, asked.error.issues.map(({ path, message }) => `--${path.join()}: ${message}`).join('; '));
if (values.lesson === undefined && values.since === undefined) misused(usage, 'Say which: --lesson or --since.');
await useSettings('.askwell');
const found: AuditEntry[] = [];
for await (const entry of entries({
  ...(asked.data.lesson === undefined ? {} : { lessonId: asked.data.lesson }),
  ...(asked.data.since === undefined ? {} : { since: new Date(asked.data.since) }),
}))
  found.push(entry);
const table = new Table({ head: ['when', 'who', 'what', 'lesson', 'result', 'why'] });
for (const { at, who, action, method, lessonId, result, why } of found.toSorted((a, b) => a.at.localeCompare(b.at)))
  table.push([at, who, `${action} ${method}`, lessonId, result, why]);
process.stdout.write(`${table.toString()}\n`);
