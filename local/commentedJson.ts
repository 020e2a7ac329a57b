// Strings are matched first, so that what looks like a comment within one stays.
const stringOrComment = /"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;
const stringOrComma = /"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g;

/**
 * JSON as Microsoft's tools write and read it: with comments, a byte order mark, and a comma too many at an end.
 * @throws SyntaxError
 */
export function parseCommentedJson(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replaceAll(stringOrComment, (found) => (found.startsWith('"') ? found : ' '))
    .replaceAll(stringOrComma, (found) => (found.startsWith('"') ? found : ''));
  return JSON.parse(plain);
}
