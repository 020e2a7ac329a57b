import { app } from '@azure/functions';
import { config } from '../shared/settings/config.ts';
import { speakersAllowed } from '../shared/settings/speakers.ts';

// Where one person works on one machine nobody has been asked: what is on by default is said once, and how to leave it.
// There is no invocation yet whose log could be written to: the host takes a worker's standard error into its own.
app.hook.appStart(() => {
  const settings = config();
  if (settings.SPEAKERS !== undefined || !speakersAllowed(settings)) return;
  const fields = { event: 'speakers.on', do: 'SPEAKERS=off leaves it; docs/privacy.md, "Voices"' };
  process.stderr.write(`${JSON.stringify({ level: 'info', ...fields })}\n`);
});
