import { glob, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { openTelemetryModules } from './openTelemetryModules.ts';

/** What was bundled: how many functions, the bytes of their JavaScript, and what they are made of. */
export interface BuiltFunctions {
  readonly count: number;
  readonly sizeBytes: number;
  readonly metafile: Metafile;
}

/**
 * Bundles functions/ into `out`: one file a function, what they share in chunks. Nothing is installed beside them.
 * @param studio the address of the folder from which a development build serves the studio as it is then
 */
export async function buildFunctions(out: string, studio: string | undefined): Promise<BuiltFunctions> {
  const entryPoints = await Array.fromAsync(glob(['functions/*.ts', 'functions/{lesson,api,upkeep}/**/*.ts']));
  const { metafile } = await build({
    entryPoints,
    outdir: out,
    outbase: '.',
    // Not where the process began: see build.ts.
    absWorkingDir: process.cwd(),
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    // Where they are of use the sources are there, too.
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'linked',
    metafile: true,
    // The large model is told the codebook; docs/ is not deployed.
    define: {
      ASKWELL_CODEBOOK: JSON.stringify(await readFile('docs/codebook.md', 'utf8')),
      ...(studio === undefined ? {} : { ASKWELL_STUDIO: JSON.stringify(studio) }),
    },
    // The host provides the first; the others are binaries, found at run time where they are installed.
    external: ['@azure/functions-core', '@ffmpeg-installer/ffmpeg', '@ffprobe-installer/ffprobe'],
    // Its ES module is another copy without named exports; @azure/functions reads the registry of this one.
    alias: {
      '@azure/functions-extensions-base': createRequire(import.meta.url).resolve('@azure/functions-extensions-base'),
    },
    plugins: [openTelemetryModules],
    // CommonJS packages inside an ES module still ask for `require`, `__filename` and `__dirname`; one of Azure's
    // declares the last two itself, which `var` lets it.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        "import { fileURLToPath as __fileURLToPath } from 'node:url';",
        'const require = __createRequire(import.meta.url);',
        'var __filename = __fileURLToPath(import.meta.url);',
        "var __dirname = __fileURLToPath(new URL('.', import.meta.url));",
      ].join(''),
    },
    logLevel: 'warning',
  });
  let sizeBytes = 0;
  for await (const file of glob('{functions,chunks}/**/*.js', { cwd: out }))
    sizeBytes += (await stat(join(out, file))).size;
  return { count: entryPoints.length, sizeBytes, metafile };
}
