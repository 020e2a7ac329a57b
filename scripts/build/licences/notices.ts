import { isAccepted, reasonFor } from './accepted.ts';
import type { HeldPackage } from './heldPackages.ts';

/** What an artefact holds beside packages: a program, or weights. */
export interface HeldThing {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Where its source is, or where it is from. */
  readonly source: string;
  readonly text?: string;
}

/**
 * The file THIRD-PARTY-NOTICES of an artefact: each thing that is in it, under which licence, where from, and the text.
 * @throws Error that names every package whose licence is not on the short list (accepted.ts).
 */
export function noticesOf(packages: readonly HeldPackage[], things: readonly HeldThing[] = []): string {
  const refused = packages.filter((one) => !isAccepted(one));
  if (refused.length > 0) {
    const all = refused.map(({ name, version, licence }) => `${name} ${version} (${licence ?? 'says none'})`);
    throw new Error(
      `Licences that are not on the short list: ${all.join(', ')}. Take another package, or read the licence and enter it in scripts/build/licences/accepted.ts.`,
    );
  }
  const sorted = [...packages].sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
  // Two copies of one version are one thing.
  const once = sorted.filter(
    (one, index) => sorted[index - 1]?.name !== one.name || sorted[index - 1]?.version !== one.version,
  );
  return `${head}${thingEntries(things)}${once.map(noticeOf).join('')}`;
}

/** What stands of one package in such a file. */
export function noticeOf({ name, version, licence, source, texts }: HeldPackage): string {
  const reason = reasonFor({ name, licence });
  const says = `Licence: ${licence ?? 'not named'}${reason === undefined ? '' : ` (${reason})`}`;
  return entry([`${name} ${version}`, says, `Source: ${source}`, ...texts.flatMap((text) => ['', text])]);
}

/** What stands there of things alone. */
export function thingEntries(things: readonly HeldThing[]): string {
  return things
    .map(({ name, version, licence, source, text }) =>
      entry([
        `${name} ${version}`,
        `Licence: ${licence}`,
        `Source: ${source}`,
        ...(text === undefined ? [] : ['', text]),
      ]),
    )
    .join('');
}

const head = 'What Askwell brings along that others have made, under which licence, and where it is from.\n';
const entry = (lines: readonly string[]) => `\n${'-'.repeat(80)}\n${lines.join('\n')}\n`;
