/** Text of the search in what was said. */
export const searchText = {
  title: 'Search what was said',
  lead: 'In all lessons that you may see. Each result leads to its place in the video.',
  words: 'Words',
  hint: 'Beginnings of words will do; “in quotation marks” they follow one another.',
  site: 'Site',
  allSites: 'All sites',
  educator: 'Educator',
  from: 'From',
  to: 'To',
  masked: 'Mask names',
  go: 'Search',
  searching: 'Searching …',
  found:
    '{lines, plural, =0 {Not said in any lesson} one {# line} other {# lines}}, {lessons, plural, one {# lesson looked through} other {# lessons looked through}}',
  more: 'Search on',
  results: 'What was found',
} as const;
