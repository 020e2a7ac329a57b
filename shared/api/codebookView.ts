import { ownCodebook } from '../lessons/codebook.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import type { CodebookResponse } from './contract.ts';

/** The codebook by which a site's lessons are shown, as the API gives it. */
export function codebookView(site: string): CodebookResponse {
  const codebook = codebookOf(config(), site);
  return {
    title: codebook.title,
    subtypes: [...codebook.subtypes],
    ...(codebook === ownCodebook ? { ours: true } : {}),
  };
}
