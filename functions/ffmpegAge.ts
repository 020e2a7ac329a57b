import { app } from '@azure/functions';
import { ffmpegVersion, isOld } from '../shared/media/ffmpegAge.ts';

// Beside the start, which waits for nothing of it. There is no invocation yet whose log could be written to: the host
// takes a worker's standard error into its own.
app.hook.appStart(() => void tell());

async function tell(): Promise<void> {
  try {
    const found = await ffmpegVersion();
    if (found === null || !isOld(found, new Date())) return;
    warn('ffmpeg.old', { ...found, do: 'docs/deploy.md, "A current ffmpeg"' });
  } catch (error) {
    // The first lesson that needs it fails with the same words; this is earlier.
    warn('ffmpeg.missing', { error: error instanceof Error ? error.message : String(error) });
  }
}

function warn(event: string, fields: Readonly<Record<string, string | number>>): void {
  process.stderr.write(`${JSON.stringify({ level: 'warn', event, ...fields })}\n`);
}
