import { describe, expect, it } from 'vitest';
import { checkHead } from '../../../shared/media/sniff.ts';
import { disguisedPlaylists } from '../../../testing/media.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

describe('a first look at a file', () => {
  it('refuses a file without bytes', () => {
    expect(() => checkHead(Buffer.alloc(0))).toThrow(expect.objectContaining({ code: 'file-empty' }));
  });

  it.each(Object.entries(disguisedPlaylists('http://example.org/secret')))(
    'refuses %s, which points elsewhere',
    (_, text) => {
      expect(() => checkHead(bytes(text))).toThrow(expect.objectContaining({ code: 'file-refused' }));
    },
  );

  it.each(Object.entries(disguisedPlaylists('/etc/passwd')))('refuses %s, which points to a local file', (_, text) => {
    expect(() => checkHead(bytes(text))).toThrow(expect.objectContaining({ code: 'file-refused' }));
  });

  it('refuses a playlist in UTF-16', () => {
    expect(() => checkHead(bytes('\ufeff#EXTM3U\n/etc/passwd\n', 'utf16le'))).toThrow(
      expect.objectContaining({ code: 'file-refused' }),
    );
  });

  it('calls a text a text, also when a letter is cut in two at the end', () => {
    const text = bytes('Heute basteln wir ein Boot. Schön!'.repeat(10));
    expect(() => checkHead(text)).toThrow(expect.objectContaining({ code: 'not-a-video' }));
    expect(() => checkHead(bytes('Boote für Kinder ü').subarray(0, -1))).toThrow(
      expect.objectContaining({ code: 'not-a-video' }),
    );
  });

  it.each([
    ['MP4', bytes('\u0000\u0000\u0000\u0020ftypisom\u0000\u0000\u0002\u0000isomiso2avc1mp41', 'latin1')],
    ['Matroska', Buffer.from('1a45dfa3a342868101', 'hex')],
    ['MPEG-TS', Buffer.concat([Buffer.from('4740001000', 'hex'), Buffer.alloc(183, 0xff)])],
    ['WAV', bytes('RIFF\u0024\u0000\u0000\u0000WAVEfmt \u0010\u0000\u0000\u0000', 'latin1')],
    [
      'an MP4 that speaks of playlists in its metadata',
      bytes('\u0000\u0000\u0000\u0020ftypisom <playlist> #EXTM3U', 'latin1'),
    ],
  ])('lets %s pass', (_, head) => {
    expect(() => checkHead(head)).not.toThrow();
  });
});
