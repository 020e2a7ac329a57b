import { heldConditions, offered } from './appParts.ts';
import type { Resources } from './resources.ts';

/** Where the parts of a local cloud are; the application's own by their names. */
interface Addresses {
  readonly storage?: string | undefined;
  readonly cosmos?: string | undefined;
  readonly serviceBus?: string | undefined;
  readonly parts: Readonly<Record<string, string>>;
}

/**
 * The settings with which a local cloud runs its app: those that are declared and whose parts are up, with the parts'
 * addresses in them, and the user's own, which go before.
 */
export function appSettings(
  resources: Pick<Resources, 'settings' | 'parts' | 'conditions'>,
  own: Readonly<Record<string, string>>,
  { storage, cosmos, serviceBus, parts }: Addresses,
): Record<string, string> {
  const held = heldConditions(resources.conditions, own);
  const offers = Object.entries(resources.parts)
    .filter(([name]) => name in parts)
    .map(([, part]) => offered(part.settings, held));
  const addresses = new Map(Object.entries({ ...parts, storage, cosmos, serviceBus }));
  return { ...filled(Object.assign({}, resources.settings, ...offers), addresses), ...own };
}

/** The settings whose addresses are known, with the addresses in them. */
function filled(
  settings: Readonly<Record<string, string>>,
  addresses: ReadonlyMap<string, string | undefined>,
): Record<string, string> {
  const known = Object.entries(settings).filter(([, text]) =>
    [...text.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => addresses.get(name) !== undefined),
  );
  return Object.fromEntries(
    known.map(([setting, text]) => [
      setting,
      text.replace(/\{(\w+)\}/g, (_, name: string) => addresses.get(name) ?? ''),
    ]),
  );
}
