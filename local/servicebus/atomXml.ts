import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it was parsed: its attributes under `@`, its text under `#`, its children by name. */
export interface Element {
  readonly [name: string]: unknown;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  // "1e5" and "007" are text like any.
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
});

/** The body of a request cannot be used. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

export const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of an element without children; undefined when there is no such element. */
export function textIn(element: Element, name: string): string | undefined {
  const value = element[name];
  if (typeof value === 'string') return value;
  return isElement(value) ? String(value['#'] ?? '') : undefined;
}

/** What an Atom entry is about: the name of its one element, and that. @throws XmlError */
export function readEntry(body: string): { readonly name: string; readonly element: Element } {
  // Nobody's management request declares entities, which are how XML is made to grow without bound.
  if (body.includes('<!DOCTYPE')) throw new XmlError('A document type is not accepted.');
  const valid = XMLValidator.validate(body);
  if (valid !== true) throw new XmlError(`The body is no XML: ${valid.err.msg}`);
  const parsed: unknown = parser.parse(body);
  const entry = isElement(parsed) && isElement(parsed.entry) ? parsed.entry.content : undefined;
  const described = isElement(entry) ? Object.entries(entry).find(([name]) => name.endsWith('Description')) : undefined;
  if (!described) throw new XmlError('The body is no Atom entry with a description in it.');
  const [name, element] = described;
  return { name, element: isElement(element) ? element : {} };
}

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An element with text in it. */
export const tag = (name: string, text: string | number | boolean): string =>
  `<${name}>${escapeXml(String(text))}</${name}>`;

const schemas =
  'xmlns="http://schemas.microsoft.com/netservices/2010/10/servicebus/connect" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';

export interface AtomEntry {
  /** The address of the entity, which tells clients its name. */
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  /** The name of its element, and the XML in it. */
  readonly kind: string;
  readonly content: string;
}

const entryXml = ({ content, id, kind, title, updated }: AtomEntry) =>
  `<entry xmlns="http://www.w3.org/2005/Atom">${tag('id', id)}<title type="text">${escapeXml(title)}</title>${tag('updated', updated)}` +
  `<content type="application/xml"><${kind} ${schemas}>${content}</${kind}></content></entry>`;

export const atomEntry = (entry: AtomEntry): string => `<?xml version="1.0" encoding="utf-8"?>${entryXml(entry)}`;

/** @param next the address of the page that follows */
export function atomFeed(id: string, entries: readonly AtomEntry[], next: string | undefined): string {
  const links = [
    `<link rel="self" href="${escapeXml(id)}"/>`,
    ...(next ? [`<link rel="next" href="${escapeXml(next)}"/>`] : []),
  ];
  return (
    `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">${tag('id', id)}<title type="text"/>` +
    `${links.join('')}${entries.map(entryXml).join('')}</feed>`
  );
}

export const atomError = (code: number, detail: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><Error>${tag('Code', code)}${tag('Detail', detail)}</Error>`;
