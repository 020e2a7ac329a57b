/** Licences (SPDX) under which anybody may pass our artefacts on, with the notices and no further duty. */
const accepted: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** Packages whose own word is none of these, or none at all: what a person read there, and why it may come along. */
const read: Readonly<Record<string, { readonly says: string | undefined; readonly because: string }>> = {
  '@ffmpeg-installer/ffmpeg': { says: 'LGPL-2.1', because: 'names the program beside it; is not in the bundle' },
  '@ffprobe-installer/ffprobe': { says: 'LGPL-2.1', because: 'names the program beside it; is not in the bundle' },
  '@ffmpeg-installer/linux-x64': {
    says: 'GPLv3',
    because: 'a program of its own, which ours start; its source is named',
  },
  '@ffprobe-installer/linux-x64': {
    says: 'GPL-3.0',
    because: 'a program of its own, which ours start; its source is named',
  },
  '@img/sharp-libvips-linux-x64': {
    says: 'LGPL-3.0-or-later',
    because: 'a shared library, unchanged, which may be replaced',
  },
  async: { says: undefined, because: 'MIT, as its LICENSE says' },
  'get-closest': { says: undefined, because: 'MIT, as its LICENSE says' },
  semaphore: { says: undefined, because: 'MIT, as its README says' },
  'turf-jsts': { says: '(EDL-1.0 OR EPL-1.0)', because: 'EDL-1.0 is BSD-3-Clause' },
  'uri-templates': {
    says: 'http://geraintluff.github.io/tv4/LICENSE.txt',
    because: 'public domain, or MIT, as that text says',
  },
};

/**
 * Whether a package may be in an artefact: its licence is on the short list, or a person read it and it still says the
 * same. Of alternatives (`OR`) one is enough, of what holds together (`AND`) all.
 */
export function isAccepted({
  name,
  licence,
}: {
  readonly name: string;
  readonly licence: string | undefined;
}): boolean {
  const known = read[name];
  if (known !== undefined && known.says === licence) return true;
  if (licence === undefined) return false;
  const alternatives = licence.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return alternatives.some((one) => one.split(' AND ').every((id) => accepted.has(id)));
}

/** Why a package may come along though what it says is not on the short list. */
export function reasonFor({ name, licence }: { readonly name: string; readonly licence: string | undefined }) {
  const known = read[name];
  return known?.says === licence ? known?.because : undefined;
}
