import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { openStudio } from '../../../shared/studio/files.ts';
import { securityHeaders } from '../../../shared/studio/headers.ts';
import { temporaryDirectory } from '../../../testing/temporary.ts';

const made = temporaryDirectory();
let find: ReturnType<typeof openStudio>;
beforeAll(async () => {
  const folder = made.path;
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), 'the page');
  await writeFile(join(folder, 'assets/app-1.js'), 'the app');
  await writeFile(join(folder, 'secret.txt'), 'not listed');
  const manifest = {
    '/index.html': { file: 'index.html', contentType: 'text/html', hashed: false },
    '/assets/app-1.js': { file: 'assets/app-1.js', contentType: 'text/javascript', hashed: true },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  find = openStudio(pathToFileURL(`${folder}/`));
});

test.each([
  '/',
  '/lessons/0123456789abcdef01234567',
  '/lessons/0123456789abcdef01234567/summary/',
  '/progress',
  '/search',
  '/studies',
  '/studies/new',
  '/studies/0123456789abcdef01234567',
  '/studies/0123456789abcdef01234567/agreement',
  '/studies/0123456789abcdef01234567/lessons/0123456789abcdef01234567',
])('%s is the page', async (path) => {
  expect((await (await find(path))?.plain())?.toString()).toBe('the page');
});

test('a listed file is found, and is the same when it is unpacked', async () => {
  const file = await find('/assets/app-1.js');
  expect(file).toMatchObject({ contentType: 'text/javascript', hashed: true });
  expect(gunzipSync((await file?.gzipped()) ?? Buffer.alloc(0)).toString()).toBe('the app');
});

test.each([
  '/secret.txt',
  '/assets/../secret.txt',
  '/../secret.txt',
  '/assets/',
  '/lessons/short',
  '/studies/short',
  '/studies/0123456789abcdef01234567/lessons',
  '',
  '/__proto__',
  '/toString',
])('%j is nothing, whatever lies on the disk', async (path) => {
  expect(await find(path)).toBeNull();
});

test('the page may load from itself and from storage, run and be styled by itself alone, and be framed by nobody', () => {
  const policy = securityHeaders('https://account.blob.core.windows.net')['content-security-policy'];
  const directives = Object.fromEntries((policy ?? '').split('; ').map((one) => one.split(/ (.*)/s).slice(0, 2)));
  expect(directives).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' https://account.blob.core.windows.net",
    'media-src': "'self' https://account.blob.core.windows.net",
    'connect-src': "'self' https://account.blob.core.windows.net",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
  });
});
