import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { allFolders, installedFolders, readPackage } from './licences/heldPackages.ts';
import { noticesOf } from './licences/notices.ts';
import { networks, ofTheDistribution } from './licences/things.ts';

// In an image there is no bundler: what only the app's artefact needs is loaded for that alone.
const usage = `Writes THIRD-PARTY-NOTICES of what each artefact holds, and fails on a licence that is not on the short list.

  npm run licences                                   of all, into dist/licences/
  npm run licences -- --of speech --out FILE         of one: app (the built app), speech, or machine (local/Dockerfile)
  npm run licences -- --of speech --installed …      in an image: of all that npm installed there, needed or not
`;

const { values } = readCommandLine(usage, {
  of: { type: 'string' },
  out: { type: 'string' },
  installed: { type: 'boolean', default: false },
});

const artefacts: Readonly<Record<string, (file: string) => Promise<void>>> = {
  app: async (file) => {
    const { appLink, builtApp } = await import('./app.ts');
    await builtApp({ development: false });
    await cp(`${appLink}/THIRD-PARTY-NOTICES`, file);
  },
  speech: async (file) => {
    await write(file, ['speech'], [ofTheDistribution, ...(await networks())]);
  },
  machine: async (file) => {
    await write(file, ['', 'local'], [ofTheDistribution]);
  },
};

async function write(file: string, workspaces: readonly string[], things: Parameters<typeof noticesOf>[1]) {
  const needed = await Promise.all(workspaces.map((one) => (values.installed ? allFolders() : installedFolders(one))));
  const folders = new Set(needed.flat());
  await writeFile(file, noticesOf(await Promise.all([...folders].map((folder) => readPackage(folder))), things));
}

const wanted = values.of === undefined ? Object.keys(artefacts) : [values.of];
if (values.out !== undefined && values.of === undefined) misused(usage, '--out wants --of.');
for (const name of wanted) {
  const make = artefacts[name] ?? misused(usage, `There is no artefact ${name}.`);
  const file = values.out ?? `dist/licences/${name}/THIRD-PARTY-NOTICES`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await make(file);
    console.log(`${file}: written; every licence is on the short list.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
