/** More than these of one drop are not looked at: who drops a whole disk did not mean it. */
const mostFiles = 5000;
const deepest = 20;

// A file does not know where it was dropped from.
const paths = new WeakMap<File, readonly string[]>();

/** The folders in which a file lay, from the one that was chosen or dropped downwards; none for a file by itself. */
export function foldersOf(file: File): readonly string[] {
  return paths.get(file) ?? file.webkitRelativePath.split('/').slice(0, -1);
}

/**
 * The sub-folder that each file would have as its site: the first folder that not all files have in common.
 * @returns a site's name for a file, undefined for one that lay in no such folder.
 */
export function sitesByFolder(files: readonly File[]): (file: File) => string | undefined {
  const roots = new Set(files.map((file) => foldersOf(file)[0]));
  const level = roots.size === 1 ? 1 : 0;
  return (file) => siteOf(foldersOf(file)[level]);
}

/** A folder's name as a site may be called. */
function siteOf(folder: string | undefined): string | undefined {
  const name = (folder ?? '')
    .replace(/[\\/\p{Cc}]/gu, ' ')
    .trim()
    .slice(0, 100)
    .replace(/[.\s]+$/u, '');
  return name === '' ? undefined : name;
}

/** Whether an operating system laid the file there for itself. Storage passes the same over (shared/lessons/systemFiles.ts). */
export function isSystemFile({ name }: Pick<File, 'name'>): boolean {
  return name.startsWith('._') || ['.ds_store', 'thumbs.db', 'desktop.ini', '.localized'].includes(name.toLowerCase());
}

/** All files that were dropped, those in folders among them. What a browser tells must be asked for before this returns. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const plain = [...transfer.files];
  // A drop that was made by a script has files and no entries.
  if (!entries.some(({ isDirectory }) => isDirectory)) return plain;
  const found: File[] = [];
  for (const entry of entries) await collect(entry, [], found);
  return found;
}

async function collect(entry: FileSystemEntry, folders: readonly string[], found: File[]): Promise<void> {
  if (found.length >= mostFiles || folders.length > deepest) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    paths.set(file, folders);
    found.push(file);
  } else if (isFolder(entry)) {
    for (const child of await childrenOf(entry)) await collect(child, [...folders, entry.name], found);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A reader gives a hundred or so at a time, and none when it is done. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
