/** A lesson's title where nobody gave one: its file's name without folders and ending. */
export function titleOf(fileName: string): string {
  const name = fileName.slice(fileName.lastIndexOf('/') + 1);
  return (name.replace(/\.[^.]+$/, '') || name || fileName).slice(0, 200);
}
