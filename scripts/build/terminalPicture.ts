import { readFile, writeFile } from 'node:fs/promises';

// Draws what a terminal shows as an SVG, for README: node scripts/build/terminalPicture.ts OUTPUT.txt PICTURE.svg
const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined)
  throw new Error('Name the text and the picture: OUTPUT.txt PICTURE.svg');

const advance = 8.4;
const lineHeight = 18;
const colors: Record<string, string> = { '2': '#6e7681', '32': '#56d364', '33': '#e3b341', '1': '#ffffff' };
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escapeCharacter = String.fromCharCode(27);
const code = new RegExp(`${escapeCharacter}\\[(\\d+)m`);

/** One line as spans, by the colour codes in it; each span is set at its own column, so that fonts may differ. */
function spans(line: string, y: number): string {
  let color = '#d0d7de';
  let column = 0;
  return line
    .split(code)
    .map((part, index) => {
      if (index % 2 === 1) {
        color = colors[part] ?? '#d0d7de';
        return '';
      }
      const x = 16 + column * advance;
      column += part.length;
      if (part.trim() === '') return '';
      return `<text x="${x}" y="${y}" fill="${color}" textLength="${part.length * advance}" xml:space="preserve">${escaped(part)}</text>`;
    })
    .join('');
}

const lines = (await readFile(input, 'utf8')).replace(/\n+$/, '').split('\n');
const plain = lines.map((line) =>
  line
    .split(code)
    .filter((_, index) => index % 2 === 0)
    .join(''),
);
const width = Math.ceil(32 + Math.max(...plain.map((line) => line.length)) * advance);
const height = 32 + lines.length * lineHeight;
const rows = lines.map((line, index) => spans(line, 28 + index * lineHeight)).join('\n');
await writeFile(
  output,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<rect width="100%" height="100%" rx="10" fill="#0d1117"/>
${rows}
</svg>
`,
);
