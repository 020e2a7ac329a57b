import { formatBytes, formatCount, formatShare, plural } from './format.ts';

/** Text of everything about uploading. */
export const upload = {
  drop: {
    title: 'Drop to upload',
    text: 'Videos and sound recordings of lessons, or a folder of them',
    unreadable: 'A folder could not be read. Choose it with “Upload a folder”.',
  },
  dialog: {
    title: (count: number) => plural(count, { one: 'Upload a lesson', other: 'Upload # lessons' }),
    none: 'Nothing to upload',
    site: 'Site',
    folders: (sites: number) => `Make each sub-folder a site (${plural(sites, { one: '# site', other: '# sites' })})`,
    foldersHint: 'Files that lie in no sub-folder go to the site above.',
    siteHint: 'The school or centre. Lessons are grouped by it.',
    educator: 'Educator',
    educatorHint: 'A name or a code, for all of these; may be left empty.',
    start: 'Start the upload',
    another: 'Choose files',
    refused: (count: number) => plural(count, { one: 'This one is not taken:', other: 'These are not taken:' }),
    siteEmpty: 'Say which site the lessons belong to.',
    siteSlash: 'A site’s name has no slashes and does not end with a dot.',
  },
  refusals: {
    empty: 'The file is empty.',
    type: (known: string) => `This is not a recording that Askwell can read. It takes ${known}.`,
    size: (size: number, limit: number) => `${formatBytes(size)} is too much: at most ${formatBytes(limit)} are taken.`,
    already: 'This file is being uploaded already.',
  },
  panel: {
    name: 'Uploads',
    running: (count: number) => plural(count, { one: 'Uploading # lesson', other: 'Uploading # lessons' }),
    waiting: (count: number) => plural(count, { one: '# upload waits for you', other: '# uploads wait for you' }),
    ended: 'Uploads',
    fold: 'Show fewer details',
    unfold: 'Show details',
    clear: 'Clear finished',
  },
  batch: {
    line: ({ all, sent, ready, failed }: Readonly<Record<'all' | 'sent' | 'ready' | 'failed', number>>) =>
      `${formatCount(sent)} of ${formatCount(all)} sent, ${formatCount(ready)} ready, ${formatCount(failed)} failed`,
    tell: 'Tell me when it is ready',
    told: 'You are told when all have ended, as long as this page is open.',
    over: 'Askwell is done with your lessons',
  },
  progressOf: (name: string) => `Upload of ${name}`,
  sent: (sent: number, size: number) => `${formatBytes(sent)} of ${formatBytes(size)}`,
  share: (share: number) => formatShare(share),
  left: (seconds: number) =>
    seconds < 60
      ? 'less than a minute left'
      : plural(Math.round(seconds / 60), { one: 'about # minute left', other: 'about # minutes left' }),
  states: {
    waiting: 'Waits for its turn',
    uploading: 'Uploading',
    checking: 'Checking what is already there',
    paused: 'Paused',
    offline: 'No connection; goes on by itself',
    finishing: 'Finishing',
    done: 'Uploaded; the analysis begins by itself',
    exists: 'The site has a lesson of this file name already.',
    choose: (sent: number, size: number) =>
      `Interrupted at ${formatBytes(sent)} of ${formatBytes(size)}. Choose the same file again to go on.`,
  },
  wrongFile: (name: string) => `That is another file. To go on, choose “${name}” as it was.`,
  changed: 'The file has been changed, moved or removed since you chose it. Choose it again.',
  insecure: 'Uploads need a secure address: open this page over https, or as localhost.',
  storageSaid: (status: number) =>
    `Storage refused the upload (error ${status}). Try again; if it stays so, tell whoever runs Askwell.`,
  unreachable: 'Storage does not answer. Check the connection and try again.',
  pause: (name: string) => `Pause ${name}`,
  resume: (name: string) => `Go on with ${name}`,
  cancel: (name: string) => `Cancel ${name}`,
  dismiss: (name: string) => `Take ${name} off the list`,
  replace: 'Replace it',
  keepBoth: 'Keep both',
  chooseAgain: 'Choose the file',
  tryAgain: 'Try again',
  open: 'Open the lesson',
  numbered: (stem: string, number: number, extension: string) => `${stem} (${formatCount(number)})${extension}`,
} as const;
