const accents = /[\u0300\u0301\u0308]/gu;

/** Words as all recognisers agree on them: small letters without accents, but with their ñ. */
export function plainWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/n\u0303/gu, 'ñ')
    .replaceAll(accents, '')
    .normalize('NFC');
  return plain.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}
