import { describe, expect, it } from 'vitest';
import { parse } from '../../../shared/questions/grammar/parse.ts';
import { sensesOf } from '../../../shared/questions/grammar/senses.ts';
import { tokensOf } from '../../../shared/questions/grammar/tokens.ts';

describe('tokensOf', () => {
  it.each([
    ['short forms in full', "What's he gonna do, didn’t you see?", 'what is he going to do , did not you see'],
    ['numbers and masked names', '[NAME], is 3.5 more than 1,000?', 'NAME , is # more than #'],
    ['a stammer once', 'Can, can you, how many how many is it', 'can you , how many is it'],
    ['the last question of several', 'What do you think? It is wet. Is it red? Hm.', 'is it red'],
    ['the last sentence where nothing is asked', 'It is wet. It is red.', 'it is red'],
    ['no end behind a title', 'Is Mr. Bear here?', 'is mr bear here'],
    ['nothing of nothing', ' … ?! ', ''],
  ])('gives %s', (_what, text, tokens) => {
    expect(tokensOf(text).join(' ')).toBe(tokens);
  });
});

describe('parse', () => {
  it.each([
    ['okay so what are you doing', 'what'],
    ['Mia, did it cool off?', 'did'],
    ['Tell me, did the soup cool off?', 'did'],
    ['When you push it, what does it do?', 'what'],
    ['the sun is bigger, what shape is it', 'what'],
  ])('finds where the question of "%s" begins', (text, begins) => {
    expect(parse(text).words[0]).toBe(begins);
  });

  it('takes off what stands around the question', () => {
    expect(parse('Can you tell me why it sank?').core.join(' ')).toBe('why it sank');
    expect(parse('What do you guys think is happening, okay?').core.join(' ')).toBe('what is happening');
    expect(parse('What did you say, Mia?').core.join(' ')).toBe('what did you say');
  });
});

describe('sensesOf', () => {
  it.each([
    ['Why did it sink?', 'reason'],
    ['How come it sank?', 'reason'],
    ['What makes you think so?', 'reason'],
    ['Which one do you like, and why?', 'reason'],
    ['How do you do?', 'pleasantry'],
    ["How's it going?", 'pleasantry'],
    ['Where is she going?', 'heading'],
    ['What is a nest?', 'definition'],
    ['What tastes better?', 'thing'],
    ['What will you build?', 'prediction'],
    ["Let's hear why.", 'reason'],
    ["Why don't we sit down?", 'suggestion'],
    ['How many are there?', 'quantity'],
    ['How close is it?', 'quantity'],
    ['How are you today?', 'state'],
    ['How does it feel?', 'quality'],
    ['How did you do that?', 'manner'],
    ['How do you spell cat?', 'wording'],
    ['What if it rains?', 'supposing'],
    ['What color is it?', 'attribute'],
    ['What is this called?', 'known noun'],
    ['What is that?', 'identity'],
    ['What are you doing?', 'activity'],
    ['What are you building?', 'making'],
    ['What happened?', 'event'],
    ['What will happen?', 'prediction'],
    ['What are you going to do?', 'prediction'],
    ['What do you notice?', 'noticing'],
    ['What do you think?', 'opinion'],
    ['What could we use?', 'possibility'],
    ['What else is yellow?', 'something else'],
    ['What does it mean?', 'meaning'],
    ['Where did you get 312?', 'source'],
    ['Where did you get the hat?', 'one of a kind'],
    ['Do you know what it is?', 'known'],
    ['Tell me about it.', 'telling about'],
    ['Tell me if it is warm.', 'yes or no'],
    ['Is it warm?', 'yes or no'],
    ['It is warm?', 'statement'],
    ['Is it warm or cold?', 'choice'],
    ['It goes in the what?', 'gap'],
    ['Pardon?', 'repair'],
    ["It is warm, isn't it?", 'tagged'],
    ['Can you put it here?', 'request'],
  ] as const)('hears in "%s": %s', (text, sense) => {
    expect(sensesOf(parse(text))).toContain(sense);
  });
});
