import { tokensOf } from '../../../shared/questions/grammar/tokens.ts';
import { openers } from '../../../shared/questions/grammar/vocabulary.ts';
import { shuffled } from '../random.ts';
import type { Row } from '../rows.ts';

const articles = new Set(['a', 'an', 'the', 'my', 'your', 'his', 'her', 'its', 'our', 'their', ',', '#']);
const persons = new Set(['he', 'she', 'it', 'they', 'him', 'them', 'this', 'that', 'these', 'those', 'NAME']);
/** Questions that share this much of their words and word pairs count as the same question said again. */
const nearDuplicate = 0.6;

/**
 * A group number for each row. Rows of one group are the same question up to fillers, names, articles, pronouns and numbers, or nearly:
 * a fold that held one of them would tell the model the answer to the others.
 */
export function groupsOf(rows: readonly Pick<Row, 'text'>[]): number[] {
  const shingles = rows.map(({ text }) => shinglesOf(text));
  const parents = rows.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    return root;
  };
  for (let a = 0; a < rows.length; a += 1) {
    for (let b = 0; b < a; b += 1) {
      if (similarity(shingles[a] ?? new Set(), shingles[b] ?? new Set()) >= nearDuplicate)
        parents[rootOf(a)] = rootOf(b);
    }
  }
  return rows.map((_, index) => rootOf(index));
}

/** Whole groups dealt into folds in an order drawn from the seed, the fold with the fewest rows first. */
export function foldsOf(groups: readonly number[], count: number, seed: number): number[] {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const order = shuffled([...sizes.keys()], seed);
  const filled = new Array<number>(count).fill(0);
  const foldOfGroup = new Map<number, number>();
  for (const group of order) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOfGroup.set(group, fold);
    filled[fold] = (filled[fold] ?? 0) + (sizes.get(group) ?? 0);
  }
  return groups.map((group) => foldOfGroup.get(group) ?? 0);
}

function shinglesOf(text: string): Set<string> {
  const words = tokensOf(text)
    .filter((token) => !articles.has(token) && !openers.has(token))
    .map((token) => (persons.has(token) ? 'it' : token));
  const shingles = new Set(words);
  for (let index = 1; index < words.length; index += 1) shingles.add(`${words[index - 1]} ${words[index]}`);
  return shingles;
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const shingle of a) if (b.has(shingle)) shared += 1;
  return shared / (a.size + b.size - shared);
}
