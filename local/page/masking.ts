const mask = '•••';

// Names of what nobody is to read over a shoulder: in settings, headers and JSON.
const secretName =
  /^(?:.*(?:secret|password|passwd|apikey|api[-_]key|account[-_]?key|access[-_]?key|master[-_]?key|functions[-_]key|subscription[-_]key|connection[-_]?string|access[-_]?token|refresh[-_]?token|id[-_]?token)|.*_(?:KEY|CONNECTION|TOKEN)|authorization|proxy-authorization|cookie|set-cookie|x-functions-key)$/i;

const inText: readonly (readonly [RegExp, string])[] = [
  // Connection strings.
  [
    /\b((?:AccountKey|SharedAccessKey|SharedAccessSignature|InstrumentationKey|Password|Pwd)\s*=\s*)[^;"'\s]+/gi,
    `$1${mask}`,
  ],
  // Signed addresses, function keys, and what redirects carry.
  [/([?&](?:sig|code|key|token|access_token|client_secret)=)(?!\*)[^&\s"'<>]{8,}/gi, `$1${mask}`],
  [/\b((?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}/g, `$1${mask}`],
  // Name and password before the host of an address.
  [/(\w+:\/\/[^/\s:@"']*:)[^@/\s"']+@/g, `$1${mask}@`],
  [/\b(?:sk|rk|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{16,}/g, mask],
];

// A name with its value, where JSON stands in a text, maybe as a text itself.
const jsonPair = /(\\*")([\w.-]{2,60})\1(\s*:\s*)\1((?:(?!\\*").)*)\1/g;

/** A text without the secrets that are known by how they look, or by the name before them. */
export function maskText(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of inText) masked = masked.replace(pattern, replacement);
  return masked.replace(jsonPair, (whole, quote: string, name: string, colon: string) =>
    secretName.test(name) ? `${quote}${name}${quote}${colon}${quote}${mask}${quote}` : whole,
  );
}

/** JSON in which what has a secret's name, or looks like a secret, is masked, at any depth. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value ?? null, (name, each: unknown) => {
    if (typeof each !== 'string') return each;
    return secretName.test(name) && each !== '' ? mask : maskText(each);
  });
}
