const mask = '•••';

// Names of what nobody is to read over a shoulder: in settings, headers and JSON. An attribute of a span may have a
// header's name behind dots.
const secretName = new RegExp(
  `^(?:${[
    '.*(?:secret|password|passwd|(?:api|account|access|shared|master|private|functions?|subscription)[-_]?key)',
    '.*(?:connection[-_]?string|(?:access|refresh|id)[-_]?token)',
    '.*_(?:KEY|CONNECTION|TOKEN|SAS)',
    '(?:.*\\.)?(?:(?:proxy-|x-ms-copy-source-)?authorization|(?:set-)?cookie|api-key)',
  ].join('|')})$`,
  'i',
);

const inText: readonly (readonly [RegExp, string])[] = [
  // Connection strings.
  [
    /\b((?:AccountKey|SharedAccessKey|SharedAccessSignature|InstrumentationKey|Password|Pwd)\s*=\s*)[^;"'\s]+/gi,
    `$1${mask}`,
  ],
  // Signed addresses, function keys, and what redirects carry; also where JSON or HTML has written & otherwise.
  [/((?:[?&]|&amp;|\\u0026)(?:sig|code|key|token|access_token|client_secret)=)(?!\*)[^&\s"'<>\\]{8,}/gi, `$1${mask}`],
  [/(%(?:26|3F)(?:sig|code)%3D)(?:(?!%26)[^&\s"'<>]){8,}/gi, `$1${mask}`],
  [/\b((?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}/g, `$1${mask}`],
  // Name and password before the host of an address.
  [/(\w+:\/\/[^/\s:@"']*:)[^@/\s"']+@/g, `$1${mask}@`],
  [/\b(?:sk|rk|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{16,}/g, mask],
  // A signed token.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, mask],
  // A setting as a shell has it.
  [/\b([A-Z][A-Z0-9_]*_(?:KEY|SECRET|TOKEN|PASSWORD|CONNECTION)=)[^\s"']+/g, `$1${mask}`],
];

// A name with its value, where JSON stands in a text, maybe as a text itself.
const jsonPair = /(\\*")([\w.-]{2,60})\1(\s*:\s*)\1((?:(?!\\*").)*)\1/g;
// A header, to the end of its line: what it holds may have parts.
const headerLine = /(^|[\s,({])([\w.-]{2,60}): ([^\n\r"']+)/g;

/** A text without the secrets that are known by how they look, or by the name before them. */
export function maskText(text: string): string {
  // Ids, names, times and states, of which a list has tens of thousands.
  if (text.length < 64 && /^[\w.:-]*$/.test(text) && !/[_-].{16}|\..+\./.test(text)) return text;
  let masked = text;
  for (const [pattern, replacement] of inText) masked = masked.replace(pattern, replacement);
  return masked
    .replace(jsonPair, (whole, quote: string, name: string, colon: string) =>
      secretName.test(name) ? `${quote}${name}${quote}${colon}${quote}${mask}${quote}` : whole,
    )
    .replace(headerLine, (whole, before: string, name: string, value: string) =>
      secretName.test(name) && !value.includes(mask) ? `${before}${name}: ${mask}` : whole,
    );
}

/** JSON in which what has a secret's name, or looks like a secret, is masked, at any depth. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value ?? null, (name, each: unknown) => {
    if (Array.isArray(each) && secretName.test(name)) return each.map(() => mask);
    if (typeof each !== 'string') return each;
    return secretName.test(name) && each !== '' ? mask : maskText(each);
  });
}
