/** How two coders agree on one nominal code. */
export interface Kappa {
  /** How many units both coded. */
  readonly units: number;
  /** Share of the units, 0 to 1, on which both said the same; null without units. */
  readonly agreement: number | null;
  /** Cohen's kappa, -1 to 1; null without units, and where both said one and the same throughout. */
  readonly kappa: number | null;
  readonly standardError: number | null;
  /** The 95 % interval, from -1 to 1 at most. */
  readonly low: number | null;
  readonly high: number | null;
}

const unknown = { kappa: null, standardError: null, low: null, high: null } as const;
/** Of the standard normal distribution, for 95 %. */
const z = 1.959_963_984_540_054;

/**
 * Cohen's kappa, unweighted (Cohen 1960, doi 10.1177/001316446002000104), with the standard error for large samples of
 * Fleiss, Cohen and Everitt (1969, doi 10.1037/h0028106), which supposes nothing of the true kappa.
 * @param pairs what the first and what the second coder said of the same unit
 */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): Kappa {
  const units = pairs.length;
  if (units === 0) return { units, agreement: null, ...unknown };
  const [first, second] = [sharesOf(pairs.map(([a]) => a)), sharesOf(pairs.map(([, b]) => b))];
  const agreement = pairs.filter(([a, b]) => a === b).length / units;
  const chance = sum([...first].map(([category, share]) => share * (second.get(category) ?? 0)));
  if (1 - chance < 1e-12) return { units, agreement, ...unknown };
  const kappa = (agreement - chance) / (1 - chance);
  // A unit whose codes are i and j weighs by the second coder's share of i and the first one's of j.
  const terms = pairs.map(([a, b]) => {
    const both = (second.get(a) ?? 0) + (first.get(b) ?? 0);
    return ((a === b ? 1 : 0) - both * (1 - kappa)) ** 2;
  });
  const variance = (sum(terms) / units - (kappa - chance * (1 - kappa)) ** 2) / (units * (1 - chance) ** 2);
  // Where the variance is nothing, rounding may leave it just below.
  const standardError = Math.sqrt(Math.max(0, variance));
  const [low, high] = [Math.max(-1, kappa - z * standardError), Math.min(1, kappa + z * standardError)];
  return { units, agreement, kappa, standardError, low, high };
}

function sharesOf(codes: readonly string[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const code of codes) shares.set(code, (shares.get(code) ?? 0) + 1 / codes.length);
  return shares;
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
