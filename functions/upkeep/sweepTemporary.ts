import { app } from '@azure/functions';
import { sweepTemporaryFolders } from '../../shared/storage/temporaryFolder.ts';
import { log } from '../../shared/telemetry/log.ts';

// Before anything runs: what a host that was killed left of the lessons that it worked on.
app.hook.appStart(async () => {
  const folders = await sweepTemporaryFolders();
  if (folders > 0) log(console, 'warn', 'temporary.swept', { folders });
});
