import { installCoreModule } from '../../local/host/coreModule.ts';
import { loadApp } from '../../local/host/loadApp.ts';
import { createLog } from '../../local/host/log.ts';

// A process of its own: imports the app in the folder that is named as the host does, and says what that took.
const appDir = process.argv[2];
if (appDir === undefined) throw new Error('Name the folder of a built app.');
const core = installCoreModule(createLog(() => undefined));
const processor = process.cpuUsage();
const began = performance.now();
await loadApp(appDir, core);
const milliseconds = performance.now() - began;
const { user, system } = process.cpuUsage(processor);
const said = { milliseconds, processorMilliseconds: (user + system) / 1000, functions: core.functions.size };
// Written before the end: what the app keeps open would hold the process.
process.stdout.write(JSON.stringify(said), () => process.exit());
