import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import type { StudioManifest } from '../../shared/studio/files.ts';
import { securityHeaders } from '../../shared/studio/headers.ts';

const budgetBytes = 150_000;
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};

/**
 * Bundles web/ into the folder `out`, with a manifest of its addresses. `storageOrigin` (the blob endpoint's) is known
 * here for Static Web Apps only: the functions app sends its own headers. The source maps stay here: no file names
 * them, and the manifest leaves them out. With `development` the browser is given them, and a page that loads itself
 * again when it has changed; nothing is made small then.
 * @returns the gzip size of the library view's JavaScript, in bytes, and what the bundle is made of.
 * @throws Error when that is over 150 kB, or when something of the server got into the bundle.
 */
export async function buildWeb(
  out: string,
  storageOrigin: string | undefined,
  development: boolean,
): Promise<{ readonly studioBytes: number; readonly metafile: Metafile }> {
  const { metafile } = await build({
    entryPoints: {
      app: 'web/main.tsx',
      early: 'web/early.ts',
      styles: 'web/styles.css',
      icon: 'web/icon.svg',
      ...(development ? { reload: 'web/reload.ts' } : {}),
    },
    outdir: out,
    // Not where the process began: see build.ts.
    absWorkingDir: process.cwd(),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    loader: { '.svg': 'copy' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: !development,
    sourcemap: development ? 'linked' : 'external',
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
  });
  refuseServerCode(metafile);

  const outputs = Object.keys(metafile.outputs).filter((file) => development || !file.endsWith('.map'));
  const files = outputs.map((file) => relative(out, file));
  const named = (name: string) => {
    const found = files.find((file) => new RegExp(`^assets/${name}-[A-Z0-9]+\\.(?:js|css|svg)$`).test(file));
    if (found === undefined) throw new Error(`The bundle has no ${name}.`);
    return found;
  };
  const app = named('app');
  const first = closure(metafile, `${out}/${app}`);
  const preloads = first
    .filter((file) => file !== `${out}/${app}`)
    .map((file) => `<link rel="modulepreload" href="/${relative(out, file)}" />`);
  const reload = development ? [`<script type="module" src="/${named('reload')}"></script>`] : [];
  const fills: Record<string, string> = {
    icon: `/${named('icon')}`,
    styles: `/${named('styles')}`,
    early: `/${named('early')}`,
    app: `/${app}`,
    preloads: [...preloads, ...reload].join('\n    '),
  };
  const page = (await readFile('web/index.html', 'utf8')).replace(/\{(\w+)\}/g, (_, name: string) => fills[name] ?? '');
  await writeFile(`${out}/index.html`, page);
  await writeFile(`${out}/manifest.json`, JSON.stringify(manifestOf(files)));
  if (storageOrigin !== undefined) await writeStaticWebAppConfig(out, storageOrigin);

  let bytes = 0;
  for (const file of [...first, `${out}/${named('early')}`]) bytes += gzipSync(await readFile(file)).length;
  if (bytes > budgetBytes && !development)
    throw new Error(`The library view has ${bytes} bytes of JavaScript (gzip): over ${budgetBytes}.`);
  return { studioBytes: bytes, metafile };
}

function manifestOf(files: readonly string[]): StudioManifest {
  const manifest: StudioManifest = {};
  for (const file of [...files, 'index.html']) {
    const contentType = contentTypes[extname(file)];
    if (contentType === undefined) throw new Error(`${basename(file)} has no content type.`);
    manifest[`/${file}`] = { file, contentType, hashed: file !== 'index.html' };
  }
  return manifest;
}

/** A file and all that it loads at once, without what it loads when it is needed. */
function closure(metafile: Metafile, entry: string): string[] {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind } of metafile.outputs[file]?.imports ?? [])
      if (kind === 'import-statement') found.add(path);
  }
  return [...found];
}

/** The studio knows the HTTP API alone; of shared/ it may use the words, what tells the next turn, and types, which leave no trace in a bundle. */
function refuseServerCode(metafile: Metafile): void {
  const strangers = Object.keys(metafile.inputs).filter(
    (file) => !/^(?:web\/|shared\/words\/|shared\/questions\/nextTurn\.ts$)|(?:^|\/)node_modules\//.test(file),
  );
  if (strangers.length > 0) throw new Error(`web/ may import no code of ${strangers.join(', ')}.`);
}

async function writeStaticWebAppConfig(out: string, storageOrigin: string): Promise<void> {
  const { origin } = new URL(storageOrigin);
  const config: Record<string, unknown> = JSON.parse(await readFile('web/staticwebapp.config.json', 'utf8'));
  const globalHeaders = { ...Object(config.globalHeaders), ...securityHeaders(origin) };
  await writeFile(`${out}/staticwebapp.config.json`, JSON.stringify({ ...config, globalHeaders }, null, 2));
}
