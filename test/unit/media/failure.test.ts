import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../shared/media/failure.ts';

const end = (stderr: string, signal: string | null = null) =>
  failureOf({ program: 'ffmpeg', doing: 'testing', signal, stderr });

describe('a bad end of ffmpeg', () => {
  it('by a kill that nobody here sent is want of memory, and may pass', () => {
    expect(end('', 'SIGKILL')).toMatchObject({ name: 'TransientError', code: 'out-of-memory' });
  });

  it.each([
    ['[mov @ 0x1] moov atom not found', 'file-truncated'],
    ['http://x: Invalid data found when processing input', 'not-a-video'],
    ["[png_pipe @ 0x1] Format not on whitelist 'mov'", 'not-a-video'],
    ["Protocol 'file' not on whitelist 'http,tcp'!", 'file-refused'],
    ['Number of streams exceeds max_streams parameter (64)\nhttp://x: Cannot allocate memory', 'too-many-streams'],
    ['something else', 'internal'],
    ['', 'internal'],
  ])('with "%s" is %s, for good', (stderr, code) => {
    expect(end(stderr)).toMatchObject({ name: 'PermanentError', code });
  });

  it.each([
    ['av_interleaved_write_frame(): No space left on device', 'disk-full'],
    ['Cannot allocate memory', 'out-of-memory'],
    ['spawn ffmpeg EAGAIN', 'out-of-memory'],
    ['spawn /opt/ffmpeg EMFILE', 'out-of-memory'],
  ])('with "%s" is %s, and may pass', (stderr, code) => {
    expect(end(stderr)).toMatchObject({ name: 'TransientError', code });
  });

  it('is told without addresses and in few words', () => {
    const { message } = end(`${'x'.repeat(5000)} http://127.0.0.1:1234/0123456789abcdef: odd`);
    expect(message).not.toContain('0123456789abcdef');
    expect(message.length).toBeLessThan(500);
  });
});
