import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { configSchema } from '../../../shared/settings/schema.ts';

/** The rows of the page's first table: name, default, what; without their quotes. */
async function documented(): Promise<Map<string, { fallback: string; what: string }>> {
  const table = (await readFile('docs/settings.md', 'utf8')).split('## Of the local cloud')[0] ?? '';
  const rows = table.matchAll(/^\| `(\w+)` \| (?:`([^`]*)`)? \| (.*) ?\|$/gm);
  return new Map([...rows].map(([, name = '', fallback = '', what = '']) => [name, { fallback, what: what.trim() }]));
}

test('docs/settings.md has every setting, in the order of the schema, and no other', async () => {
  expect([...(await documented()).keys()]).toEqual(Object.keys(configSchema.shape));
});

test('docs/settings.md says of each setting its default and what it is', async () => {
  const rows = await documented();
  for (const [name, setting] of Object.entries(configSchema.shape)) {
    const { data } = setting.safeParse(undefined);
    const written =
      data === undefined
        ? ''
        : Array.isArray(data)
          ? data.join(',')
          : typeof data === 'object'
            ? JSON.stringify(data)
            : String(data);
    expect(rows.get(name), name).toEqual({ fallback: written, what: setting.description ?? '' });
  }
});
