import { codeOf, isReviewed, type Label, type Question } from './code.ts';

/** Which questions are shown; what is absent does not matter. Confidence is in per cent, 50 to 100. */
export interface Filter {
  readonly code?: Label;
  readonly subtype?: string;
  readonly from: number;
  readonly to: number;
  readonly reviewed?: 'yes' | 'no';
}

export const everything: Filter = { from: 50, to: 100 };

const percent = (text: string | null, otherwise: number) => {
  const number = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? Math.min(100, Math.max(50, Math.round(number))) : otherwise;
};

/**
 * Reads an address's query; what it does not know, it leaves out.
 * @param subtypes the keys that there are
 */
export function filterOf(search: string, subtypes: ReadonlySet<string>): Filter {
  const query = new URLSearchParams(search);
  const code = query.get('code');
  const subtype = query.get('subtype') ?? '';
  const reviewed = query.get('reviewed');
  const from = percent(query.get('from'), 50);
  const to = percent(query.get('to'), 100);
  return {
    ...(code === 'OEQ' || code === 'CEQ' ? { code } : {}),
    ...(subtypes.has(subtype) ? { subtype } : {}),
    ...(reviewed === 'yes' || reviewed === 'no' ? { reviewed } : {}),
    from: Math.min(from, to),
    to: Math.max(from, to),
  };
}

/** The query for an address, with its question mark; '' when everything is shown. */
export function searchOf(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.code) query.set('code', filter.code);
  if (filter.subtype) query.set('subtype', filter.subtype);
  if (filter.from > 50) query.set('from', String(filter.from));
  if (filter.to < 100) query.set('to', String(filter.to));
  if (filter.reviewed) query.set('reviewed', filter.reviewed);
  return query.size === 0 ? '' : `?${query}`;
}

export function passes(question: Question, filter: Filter): boolean {
  const { label, subtype } = codeOf(question);
  // As it is shown: a whole per cent.
  const confidence = Math.round(question.confidence * 100);
  return (
    (filter.code === undefined || label === filter.code) &&
    (filter.subtype === undefined || subtype === filter.subtype) &&
    (confidence >= filter.from || filter.from <= 50) &&
    confidence <= filter.to &&
    (filter.reviewed === undefined || isReviewed(question) === (filter.reviewed === 'yes'))
  );
}
