/** The parts of the English model's card that no figure changes. */

/** Where the data is from and on what terms, by the sources that the files name. */
const sources = {
  childes: `single questions to children from AO-CHILDES (Huebner, P. A., & Willits, J. A. (2021). *Using lexical context to discover the noun
  category*), which is from CHILDES (MacWhinney, B. (2000). *The CHILDES Project: Tools for analyzing talk*, 3rd ed.; TalkBank
  ground rules, CC BY-NC-SA 3.0 unless a corpus says otherwise: for research that earns no money).`,
  fairytale: `FairytaleQA (Xu, Y., et al. (2022). *Fantastic questions and where to find them*. ACL; Apache-2.0).`,
  ncte: `funneling and focusing questions of the NCTE transcripts (Alic, S., et al. (2022). *Computationally identifying funneling and
  focusing questions in classroom discourse*. BEA; MIT).`,
  talkmoves: `TalkMoves (Suresh, A., et al. (2022). *The TalkMoves dataset*. LREC; CC BY-NC-SA 4.0: not for commercial use).`,
};

const method = `A question is taken apart by a small grammar (\`shared/questions/grammar\`): openers and names at its start are passed over, the
beginning of the question proper is found (a wh-word, an auxiliary before its subject, a verb of telling), what stands
around it is taken off (“do you think”, “can you tell me”, tags), and the clause’s wh-word, its noun, auxiliary, subject and
verbs are noted. From these come named features, and logistic regression says how much each speaks for an open or a closed
question. A second regression within the label picks the subtype. The scores are calibrated (Platt) on held-out folds.
It needs no question mark, no capitals and no talk around the question. \`docs/codebook.md\` defines the codes.`;

const featureFamilies = `“sense” says what kind of answer the grammar invites, and counts most, since it carries over best to talk of another kind;
“matrix” what the question stands inside; “frame”, “asks”, “verb”, “verbs”, “ing”, “future” and “length” the clause’s form;
“begin”, “end”, “word” and “pair” the words themselves, weakly. Border kinds (“what else …?”, “how is …?”,
“where is she going?”, wishes, definitions) have one weight for the whole kind, so that a few examples do not make the model
sure where coders are not, and a confidence of 0.7 at most.`;

const knownFailures = `- The features were refined while looking at wrong training questions, so cross-validation flatters the model somewhat. Scores on
  sources that were left out are the better estimate. Expert codes of 41 classroom questions were looked at during development
  as well, though never trained on; without the codebook’s decision on “what else …?” two of them
  come out wrong (macro-F1 0.946), and cross-validation gives 0.962.
- “What else …?” is open by decision of the codebook, with confidence near 0.6: where the answer is one more name (“what else
  starts with B?”), many coders say closed.
- “What did she make / say / find?”: some invite a story, most a name. The model says closed unless the verb is a wide one
  (do, happen, notice), and is often surer than the coders.
- Wishes (“what would you like to …?”), favourites, “what should we …?” and “what are we going to …?” lie on the border and are
  coded either way by people as well.
- “How did it go?”, “how did you sleep?”: polite questions look like the open “how did you …?”.
- Two questions in one sentence are coded by the last one; “why …, is it because …?” comes out closed.
- A choice behind an open beginning (“what would you rather do, go in or stay out?”) is mostly coded open.
- “Why …?” as a rebuke (“why am I hearing shouting?”) is coded open: tone is not in the words.
- Repairs, gaps to fill and ideas are rare in the data: their subtypes are less sure than the label.
- The words around a question are not used. The training questions come without them, so nothing could be learned from them;
  on the 41 expert questions, coding the last question of the talk up to the question’s end changes no label, and adding the
  talk behind it lowers macro-F1 from 1.000 to 0.946, because another question is then the last.`;

export const english = { sources, method, featureFamilies, knownFailures };
