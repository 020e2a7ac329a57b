import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { portSettingsOf, readResources } from '../../local/resources.ts';
import { breakAt } from '../../testing/breakPoint.ts';
import { copyProject, type ProjectCopy } from '../../testing/projectCopy.ts';
import { describeInBrowser, expectFaults, openPage } from '../../testing/studio/browser.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const folder = temporaryDirectory();
const ports = portSettingsOf(await readResources('infra/local.json'));
const anyPort = Object.fromEntries(Object.values(ports).map(({ variable }) => [variable, '0']));
let project: ProjectCopy;

beforeAll(async () => {
  project = await copyProject(join(folder.path, 'project'));
});

/** `npm run dev` in the copy, with an engine for words that is not there; `heard` waits for what it says from then on. */
async function developing() {
  const child = spawn(process.execPath, ['scripts/build/dev.ts', '--inspect', '0'], {
    cwd: project.path,
    env: { ...process.env, ...anyPort, SPEECH_BASE_URL: 'http://127.0.0.1:9/v1' },
  });
  const ended = once(child, 'close');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  let read = 0;
  const heard = (pattern: RegExp) =>
    expect
      .poll(
        () => {
          const found = pattern.exec(said.slice(read));
          if (found !== null) read += found.index + found[0].length;
          return found === null ? said.slice(read) : 'heard';
        },
        { timeout: 60_000 },
      )
      .toBe('heard');
  return { child, ended, heard, said: () => said };
}

/** The processes of the local cloud's parts, by their scripts. */
async function partsOf(pid: number | undefined): Promise<Map<string, number>> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((line) => /^ *(\d+) +(\d+) .*?(\w+)\/(?:main|src\/azurite)\.[jt]s/.exec(line));
  return new Map(
    rows.flatMap((row) => (row !== null && Number(row[2]) === pid ? [[row[3] ?? '', Number(row[1])]] : [])),
  );
}

describeInBrowser('npm run dev', () => {
  test('stops at break points, and shows each change: of the studio in the open page, of the functions in a new host alone', async () => {
    // While the host starts again the page asks in vain.
    expectFaults(/ERR_CONNECTION|Failed to (?:fetch|load)|NetworkError/);
    const { child, ended, heard, said } = await developing();
    try {
      await heard(/Debugger listening on ws:\S+/);
      await heard(/The studio is at \S+/);
      const url = /The studio is at (\S+)\. /.exec(said())?.[1] ?? '';
      const before = await partsOf(child.pid);
      expect([...before.keys()].sort()).toEqual(['azurite', 'cosmos', 'host', 'servicebus', 'speech']);

      const debuggerUrl = /ws:\S+/.exec(said())?.[0] ?? '';
      const lines = (await readFile(join(project.path, 'functions/api/health.ts'), 'utf8')).split('\n');
      const line = 1 + lines.findIndex((text) => text.includes('await checkHealth()'));
      const { reached } = await breakAt(
        debuggerUrl,
        /functions\/api\/health\.js$/,
        /functions\/api\/health\.ts$/,
        line,
      );
      const answer = fetch(`${url}/api/v1/health`);
      await reached;
      expect((await answer).headers.get('content-type')).toContain('json');

      const page = await openPage(url);
      const policy = (await fetch(url)).headers.get('content-security-policy');
      expect(policy).toContain("script-src 'self';");
      await project.append('web/main.tsx', "document.documentElement.dataset.shown = 'changed';");
      await heard(/The studio is new/);
      await page.locator('html[data-shown=changed]').waitFor({ state: 'attached', timeout: 30_000 });
      expect(await partsOf(child.pid)).toEqual(before);

      await writeFile(join(project.path, 'functions/api/broken.ts'), 'import "./nowhere.ts";\n');
      await heard(/nowhere\.ts[\s\S]*could not be built/);
      expect((await fetch(url)).status).toBe(200);
      await rm(join(project.path, 'functions/api/broken.ts'));

      await project.change();
      await heard(/The functions host is new/);
      const { host, ...others } = Object.fromEntries(await partsOf(child.pid));
      expect({ ...others, host: before.get('host') }).toEqual(Object.fromEntries(before));
      expect(host).not.toBe(before.get('host'));
      expect((await fetch(url)).status).toBe(200);
    } finally {
      child.kill('SIGINT');
      await ended;
    }
  });
});
