import { deploy, readTemplate } from './arm/deployed.ts';
import type { Value } from './arm/evaluate.ts';

export const profiles = ['small', 'district', 'global'] as const;
export type Profile = (typeof profiles)[number];

const template = await readTemplate();

/** What a profile deploys; with sign-in, as docs/deploy.md tells. */
export function deployed(profile: Profile, parameters: Readonly<Record<string, Value>> = {}, from = template) {
  return deploy(from, {
    environmentName: 'test',
    location: 'eastus2',
    operatorEmail: 'operator@example.org',
    signInClientId: '00000000-0000-0000-0000-00000000c0de',
    profile,
    ...parameters,
  });
}

/** What a profile would deploy if profiles said this instead. */
export function deployedWith(profile: Profile, instead: Readonly<Record<string, string>>) {
  const changed = JSON.parse(JSON.stringify(template), (key, value) =>
    typeof value === 'string' ? (instead[key] ?? value) : value,
  );
  return deployed(profile, {}, changed);
}

/** The properties of all resources of a type. */
export function all(deployment: ReturnType<typeof deployed>, type: string): Value[] {
  return deployment.resources.filter((resource) => resource.type === type).map(({ body }) => body);
}

export const allInAll = profiles.map((profile) => ({ profile, deployment: deployed(profile) }));
