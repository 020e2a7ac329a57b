const names = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', '.localized']);
const folders = new Set(['__macosx', '.spotlight-v100', '.trashes', '.fseventsd', '$recycle.bin']);

/**
 * Whether a blob was put there by an operating system or a storage client for itself, and by no person: what Finder and
 * Explorer lay into folders, and the stubs by which clients of storage remember a folder. No lesson comes of it.
 */
export function isSystemFile({
  blobName,
  sizeBytes,
  metadata = {},
}: {
  readonly blobName: string;
  readonly sizeBytes: number;
  readonly metadata?: Readonly<Record<string, string>>;
}): boolean {
  const parts = blobName.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  if (names.has(name) || name.startsWith('._') || parts.some((part) => folders.has(part))) return true;
  // A folder's stub has no bytes: a recording never does either, but that is told as a failed lesson.
  const saysFolder = Object.keys(metadata).some((key) => key.toLowerCase() === 'hdi_isfolder');
  return sizeBytes === 0 && (name === '' || name.endsWith('_$folder$') || saysFolder);
}
