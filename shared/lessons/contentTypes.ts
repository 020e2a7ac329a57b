// Names are a first, cheap check: what a file really is, the probe says.
const contentTypes: ReadonlyMap<string, string> = new Map([
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['mkv', 'video/x-matroska'],
  ['webm', 'video/webm'],
  ['avi', 'video/x-msvideo'],
  ['mts', 'video/mp2t'],
  ['m2ts', 'video/mp2t'],
  ['ts', 'video/mp2t'],
  ['mpg', 'video/mpeg'],
  ['mpeg', 'video/mpeg'],
  ['wmv', 'video/x-ms-wmv'],
  ['3gp', 'video/3gpp'],
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
  ['flac', 'audio/flac'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['aac', 'audio/aac'],
]);

/** Endings of the file names that are taken, without the dot. */
export const extensions: readonly string[] = [...contentTypes.keys()];

/** The content type that goes with a name's ending; undefined where the ending is no recording's. */
export function contentTypeOf(fileName: string): string | undefined {
  return contentTypes.get(/\.([^./]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '');
}
