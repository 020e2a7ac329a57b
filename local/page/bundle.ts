import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface File {
  readonly type: string;
  readonly body: Uint8Array | string;
}

const folder = fileURLToPath(new URL('./view/', import.meta.url));

/** The page's files by their paths, bundled from `view/` in memory. */
export async function bundlePage(): Promise<ReadonlyMap<string, File>> {
  // Needed by whoever develops, and so installed for them alone; whoever switches the page off needs it not.
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: { app: `${folder}main.tsx`, early: `${folder}early.ts` },
    absWorkingDir: folder,
    outdir: '/',
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  // Its process waits for more, and would outlive ours by a moment.
  await stop();
  return new Map<string, File>([
    ...outputFiles.map(({ path, contents }): [string, File] => [
      `/${basename(path)}`,
      { type: 'text/javascript; charset=utf-8', body: contents },
    ]),
    ['/app.css', { type: 'text/css; charset=utf-8', body: await readFile(`${folder}styles.css`, 'utf8') }],
    ['/', { type: 'text/html; charset=utf-8', body: await readFile(`${folder}index.html`, 'utf8') }],
    ['/icon.svg', { type: 'image/svg+xml', body: await readFile(`${folder}icon.svg`, 'utf8') }],
  ]);
}
