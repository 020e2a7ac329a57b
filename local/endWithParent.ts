// Loaded before each part of the local cloud (`node --import`): a part whose stack was killed ends too.
// The channel to the parent closes with it; the part's own SIGTERM handling then does the rest.
if (process.channel !== undefined) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
