import { PermanentError } from '../errors.ts';

/** How many of a file's first bytes `checkHead` wants to see. */
export const headBytes = 4096;

// Texts that make a player open something else: HLS, ffmpeg's concat scripts, DASH, SDP, PLS, ASX, SMIL, XSPF,
// QuickTime's and Windows' link files, Smooth Streaming, or addresses and paths line by line.
const references = [
  /^#EXT(M3U|INF|-X-)/,
  /^ffconcat\b/,
  /^file\s+\S/,
  /^v=0\s*[\r\n]/,
  /^\[(playlist|reference|internetshortcut)\]/i,
  /^(RTSPtext|SMILtext)/,
  /^[a-z][a-z0-9+.-]*:\/\//i,
];
// Within XML the element that matters comes after declarations and comments.
const referencesInXml = /<(MPD|asx|smil|playlist|SmoothStreamingMedia|manifest)[\s>]|<\?quicktime/i;

function textOf(head: Uint8Array): string | null {
  const utf16 =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
  const text = new TextDecoder(utf16 ?? 'utf-8').decode(head);
  // Media have control characters and broken UTF-8 within their first bytes; a text has neither.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) || /\ufffd./s.test(text) ? null : text;
}

/**
 * A first look at a file, before any decoder sees it.
 * @param head its first `headBytes` bytes, or all when it is shorter
 * @throws PermanentError 'file-empty', 'file-refused' (it refers to other files or addresses), 'not-a-video' (a text).
 */
export function checkHead(head: Uint8Array): void {
  if (head.length === 0) {
    throw new PermanentError('file-empty', 'The file has no bytes. The upload may have been cut off: upload it again.');
  }
  const start = new TextDecoder('latin1').decode(head).replace(/^(\u00ef\u00bb\u00bf)?\s*/, '');
  const text = textOf(head)?.trimStart();
  if (references.some((pattern) => pattern.test(text ?? start)) || (text !== undefined && referencesInXml.test(text))) {
    throw new PermanentError(
      'file-refused',
      'The file is a playlist or link that points to other files or addresses. Upload the recording itself.',
    );
  }
  if (text !== undefined) {
    throw new PermanentError('not-a-video', 'The file is a text, not a video. Upload the recording itself.');
  }
}
