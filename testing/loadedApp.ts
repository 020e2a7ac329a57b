import { installCoreModule } from '../local/host/coreModule.ts';
import { loadApp } from '../local/host/loadApp.ts';
import { createLog } from '../local/host/log.ts';

// A process of its own: loads the built app as the host does, and says how many hooks stand before its work and whether spans go anywhere.
const core = installCoreModule(createLog(() => undefined));
const appDir = process.argv[2];
if (appDir === undefined) throw new Error('Name the folder of a built app.');
await loadApp(appDir, core);
const { preInvocation } = core.hooks;
// What runs before each invocation waits until the export is set up.
for (const hook of preInvocation) await Promise.resolve(hook({})).catch(() => undefined);
const { trace } = await import('@opentelemetry/api');
const exporting = trace.getTracer('test').startSpan('test').isRecording();
const said = { hooks: preInvocation.length, exporting };
process.stdout.write(JSON.stringify(said), () => process.exit());
