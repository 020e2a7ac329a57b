import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { startPage } from '../../local/page/server.ts';
import { stackCloud } from '../../local/page/stackCloud.ts';
import { readResources } from '../../local/resources.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { findChromium } from '../../testing/studio/chromium.ts';
import { lessonShots } from './screenshots/lesson.ts';
import { libraryShots } from './screenshots/library.ts';
import { localCloudShots } from './screenshots/localCloud.ts';
import { seedLessons } from './screenshots/seed.ts';
import type { Shot, Shown } from './screenshots/shot.ts';
import { studyShots } from './screenshots/studies.ts';

const usage = `Usage: npm run screenshots [-- --only library,upload] [--out docs/screenshots]
Pictures of every view of the studio and of the local cloud's page, light and dark, desktop and phone, of a local cloud that analyses the sample lesson.
Needs Chromium (CHROMIUM_PATH, else on the PATH). The fonts are the machine's; the pictures in docs/ are made with Noto.`;

const shots: readonly Shot[] = [...libraryShots, ...lessonShots, ...studyShots, ...localCloudShots];
const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;

const { values } = readCommandLine(usage, {
  only: { type: 'string' },
  out: { type: 'string', default: 'docs/screenshots' },
});

const only = values.only?.split(',');
const unknown = only?.find((name) => !shots.some((shot) => shot.name === name));
if (unknown !== undefined)
  misused(usage, `There is no picture "${unknown}": ${shots.map(({ name }) => name).join(', ')}.`);
const wanted = shots.filter(({ name }) => only === undefined || only.includes(name));

async function take(browser: Browser, host: string, shown: Shown, shot: Shot): Promise<void> {
  for (const [device, window] of Object.entries(devices)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        ...window,
        baseURL: host,
        colorScheme,
        locale: shot.locale ?? 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto('/');
      await shot.open(page, shown);
      const picture = await page.screenshot({ fullPage: shot.fullPage ?? false });
      const file = join(values.out, `${shot.name}-${device}-${colorScheme}.webp`);
      await sharp(picture).webp({ quality: 88 }).toFile(file);
      console.log(file);
      await context.close();
    }
  }
}

async function run(): Promise<void> {
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error('There is no Chromium on the PATH. Install it, or set CHROMIUM_PATH.');
  const state = await mkdtemp(join(tmpdir(), 'askwell-screenshots-'));
  let stack: Stack | undefined;
  const cloud = stackCloud(
    () => stack,
    async () => undefined,
  );
  const page = await startPage({ port: 0, cloud });
  try {
    stack = await startStack({
      stateDir: state,
      ports: {},
      resources: await readResources(resolve('infra/local.json')),
      spansTo: page.spansTo,
      onPart: (name, state, pid) => page.parts.changed(name, state, pid),
      log: (name, line) => page.parts.said(name, line),
    });
    const { storage, host } = stack.endpoints;
    if (storage === undefined || host === undefined)
      throw new Error('The local cloud came up without storage or host.');
    console.log('Analysing the sample lesson and pieces of it …');
    const shown = { ...(await seedLessons(storage, host)), cloudPage: page.address };
    await mkdir(values.out, { recursive: true });
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    for (const shot of wanted) await take(browser, host, shown, shot);
    await browser.close();
  } finally {
    await stack?.stop();
    await page.close();
    await rm(state, { recursive: true, force: true });
  }
}

await run();
