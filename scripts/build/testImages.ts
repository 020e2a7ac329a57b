import { execFileSync, spawnSync } from 'node:child_process';
import { misused, readCommandLine } from '../../local/commandLine.ts';

const usage = `npm run test:images [-- --engine podman] [--own-base]
Builds the images of the speech service and of one machine, and has them analyse the sample lesson through compose.
  --engine NAME  docker or podman; the first of the two that is here
  --own-base     makes the image node:24-bookworm-slim of Debian's packages (mmdebstrap), where no registry is reached`;

const { values } = readCommandLine(usage, {
  engine: { type: 'string' },
  'own-base': { type: 'boolean', default: false },
});
const engines = ['docker', 'podman'] as const;

function isHere(engine: string): boolean {
  try {
    execFileSync(engine, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed, or its server does not run: either way another one is looked for.
    return false;
  }
}

const engine = values.engine ?? engines.find(isHere);
if (engine === undefined) {
  console.error('Neither docker nor podman is here: install one, or name it with --engine.');
  process.exit(1);
}
if (!engines.some((name) => name === engine)) misused(usage, `--engine knows ${engines.join(' and ')}.`);
const ownBase = values['own-base'] ? { TEST_IMAGES_OWN_BASE: 'true' } : {};
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'images'], {
  stdio: 'inherit',
  env: { ...process.env, TEST_IMAGES: engine, ...ownBase },
});
process.exitCode = status ?? 1;
