import { glob, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { openTelemetryModules } from './openTelemetryModules.ts';
import { buildWeb } from './web.ts';

// One file per function, what they share in chunks: nothing is installed where it is deployed, and it starts fast.
const entryPoints = await Array.fromAsync(glob(['functions/*.ts', 'functions/{lesson,api,upkeep}/**/*.ts']));
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints,
  outdir: 'dist',
  outbase: '.',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'linked',
  // The large model is told the codebook; docs/ is not deployed.
  define: { ASKWELL_CODEBOOK: JSON.stringify(await readFile('docs/codebook.md', 'utf8')) },
  // The host provides the first; the others are binaries, found at run time where they are installed.
  external: ['@azure/functions-core', '@ffmpeg-installer/ffmpeg', '@ffprobe-installer/ffprobe'],
  // Its ES module is another copy without named exports; @azure/functions reads the registry of this one.
  alias: {
    '@azure/functions-extensions-base': createRequire(import.meta.url).resolve('@azure/functions-extensions-base'),
  },
  plugins: [openTelemetryModules],
  // CommonJS packages inside an ES module still ask for `require`, `__filename` and `__dirname`.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { fileURLToPath as __fileURLToPath } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      'const __filename = __fileURLToPath(import.meta.url);',
      "const __dirname = __fileURLToPath(new URL('.', import.meta.url));",
    ].join(''),
  },
  logLevel: 'warning',
});

// Static Web Apps send the page's headers themselves, and those name the storage account.
const firstView = await buildWeb(process.env.STUDIO_STORAGE_ORIGIN || undefined);

let bytes = 0;
for await (const file of glob('dist/{functions,chunks}/**/*.js')) bytes += (await stat(file)).size;
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
console.log(
  `Askwell ${version}: ${entryPoints.length} functions, ${(bytes / 1e6).toFixed(1)} MB to deploy (dist/, without ffmpeg).`,
);
console.log(`Studio: ${(firstView / 1000).toFixed(1)} kB of JavaScript for the library view (gzip, at most 150 kB).`);
