import type { Codebook } from '../shared/lessons/codebook.ts';

/** A site's own codebook: one subtype renamed, two made one, one that no machine gives, and none for the others. */
export const riverCodebook: Codebook = {
  title: 'River School 2026',
  subtypes: [
    { key: 'why', label: 'OEQ', name: 'Asks why', definition: 'a reason, or a way of doing it', machine: ['explain'] },
    { key: 'wonder', label: 'OEQ', name: 'Wonders', definition: 'thinks ahead', machine: ['predict', 'ideas'] },
    { key: 'play', label: 'OEQ', name: 'Plays along', definition: 'asks within the game', machine: [] },
    { key: 'check', label: 'CEQ', name: 'Checks <facts>', definition: 'yes, no, or one word', machine: ['yes-no'] },
  ],
};
