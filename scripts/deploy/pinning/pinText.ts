import { commitOf } from './commit.ts';
import { parseImage } from './image.ts';
import { digestOf } from './registry.ts';

/** What came of a file: its text with what was seen, what was pinned, and what could not be looked up and why. */
export interface Pinned {
  readonly text: string;
  readonly pinned: readonly string[];
  readonly failed: readonly string[];
}

/** How things are named in a kind of file: before, the thing itself, after. */
const images: Readonly<Record<string, RegExp>> = {
  dockerfile: /^((?:FROM(?:\s+--\w+=\S+)*\s+)|(?:ARG\s+\w+=))(\S+)()/gm,
  yaml: /^(\s*(?:-\s+)?image:\s+)(\S+)()/gm,
  json: /("image":\s*")([^"]+)(")/g,
};
const actions = /^(\s*(?:-\s+)?uses:\s+)([\w.-]+\/[\w./-]+)@(?:[0-9a-f]{40}\s+#\s+)?(v[\w.-]+)[ \t]*$/gm;

/**
 * Adds to every image and every action of a file what its tag means now, as its registry or GitHub says. What cannot be
 * looked up stays as it is.
 */
export async function pinText(file: string, text: string, { gitHub }: { readonly gitHub: string }): Promise<Pinned> {
  const pinned: string[] = [];
  const failed: string[] = [];
  const seen = async (what: string, look: () => Promise<string>): Promise<string | null> => {
    try {
      const found = await look();
      pinned.push(`${what} is ${found}`);
      return found;
    } catch (error) {
      failed.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  const withImages = await replaced(text, images[kindOf(file)] ?? /$^/g, async ([whole, before, name = '', after]) => {
    const image = parseImage(name);
    if (image === null) return whole;
    const digest = await seen(image.name, () => digestOf(image));
    return digest === null ? whole : `${before}${image.name}@${digest}${after}`;
  });
  const withActions = await replaced(withImages, actions, async ([whole, before, action = '', tag = '']) => {
    const commit = await seen(`${action} ${tag}`, () => commitOf(action, tag, gitHub));
    return commit === null ? whole : `${before}${action}@${commit} # ${tag}`;
  });
  return { text: withActions, pinned, failed };
}

function kindOf(file: string): string {
  if (/\.ya?ml$/.test(file)) return 'yaml';
  return file.endsWith('.json') ? 'json' : 'dockerfile';
}

/** As `replaceAll`, with a replacement that is looked up. */
async function replaced(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => Promise<string>,
): Promise<string> {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    result += text.slice(from, match.index) + (await replacement(match));
    from = match.index + match[0].length;
  }
  return result + text.slice(from);
}
