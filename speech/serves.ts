/** What the service can do: write down words, and hear where anybody speaks. */
export const services = ['words', 'voices'] as const;
export type ServiceName = (typeof services)[number];

/**
 * Reads the setting SPEECH_SERVES, a list such as `words,voices`; nothing stands for everything.
 * Throws Error that names what it does not know.
 */
export function readServes(text: string | undefined): ReadonlySet<ServiceName> {
  const names = (text ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  if (names.length === 0) return new Set(services);
  return new Set(
    names.map((name) => {
      const known = services.find((service) => service === name);
      if (known === undefined) throw new Error(`SPEECH_SERVES knows ${services.join(', ')}; not "${name}".`);
      return known;
    }),
  );
}
