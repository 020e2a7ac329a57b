/** host.json `extensions.durableTask`: which version new instances get, and of which versions instances are run. */
export interface Versions {
  /** Empty: new instances have none. */
  readonly defaultVersion: string;
  readonly versionMatchStrategy: 'None' | 'Strict' | 'CurrentOrOlder';
  /** For an instance of another version: left for a host of a later version, or failed. */
  readonly versionFailureStrategy: 'Reject' | 'Fail';
}

/** What the extension does where host.json says nothing. */
export const unversioned: Versions = {
  defaultVersion: '',
  versionMatchStrategy: 'CurrentOrOlder',
  versionFailureStrategy: 'Reject',
};

/**
 * Which of two versions is the later one, as Azure compares them: none is older than any; two that are of two to four numbers
 * go by their numbers; others by their letters, without regard to case.
 * @returns below 0 when `a` is older, 0 when they are the same, above 0 when `a` is later.
 */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [numbersOf(a), numbersOf(b)];
  if (first === undefined || second === undefined) {
    const [small, other] = [a.toLowerCase(), b.toLowerCase()];
    return small === other ? 0 : small < other ? -1 : 1;
  }
  for (let index = 0; index < 4; index += 1) {
    // A number that is left out is older than 0: 1.2 comes before 1.2.0.
    const difference = (first[index] ?? -1) - (second[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Of .NET's System.Version: "1" is none, "1.0" is. */
function numbersOf(version: string): number[] | undefined {
  return /^\d+(\.\d+){1,3}$/.test(version) ? version.split('.').map(Number) : undefined;
}

/** Why an instance of this version is not run here; undefined where it is. */
export function versionFault(version: string, { defaultVersion, versionMatchStrategy }: Versions): string | undefined {
  const order = compareVersions(version, defaultVersion);
  if (versionMatchStrategy === 'None' || order === 0) return undefined;
  if (versionMatchStrategy === 'CurrentOrOlder' && order < 0) return undefined;
  return `The orchestration's version '${version}' is not one that this host runs: its version is '${defaultVersion}', its strategy ${versionMatchStrategy}.`;
}
