/** What Windows, macOS and Linux do not take in a file's name, and what a shell or a header would take for its own. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\\/:*?"<>|%]/gu;
const longest = 100;

/**
 * A lesson's name as a file's: any script, but nothing that a file system forbids; at most 100 characters.
 * What is empty then is "lesson".
 */
export function safeFileName(name: string, extension: string): string {
  const stem = [...name.toWellFormed().normalize('NFC').replaceAll(unsafe, ' ')].slice(0, longest).join('');
  const plain = stem.replaceAll(/\s+/gu, ' ').replaceAll(/^[. ]+|[. ]+$/gu, '');
  // Names that Windows keeps for devices, whatever their ending.
  const taken = plain === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(plain);
  return `${taken ? `lesson ${plain}`.trim() : plain}.${extension}`;
}

/** The header for a file to save, or to show, under a name of any script (RFC 6266, RFC 8187). */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]/gu, '_').replaceAll(/["\\%]/g, '_');
  const extended = encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${extended}`;
}
