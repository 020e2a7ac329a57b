import nlp from 'compromise';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSentences, scoreSentences } from '../../../scripts/train/scoring/sentenceScores.ts';
import { everydayNames } from '../../../shared/names/everyday.ts';
import { findQuestions } from '../../../shared/questions/find.ts';
import givenNames from '../../../shared/questions/givenNames.json' with { type: 'json' };
import { lesson, type Turn, withoutWordTimes, wordsFrom } from '../../../testing/transcripts.ts';

const textsIn = (...turns: Turn[]): string[] => findQuestions(lesson(turns)).map(({ text }) => text);

/** Each rule by its name: what was said, and the questions in it. */
const rules: readonly (readonly [rule: string, said: readonly Turn[], found: readonly string[]])[] = [
  ['a question mark', [[1, 'It is wet. You like it?']], ['You like it?']],
  ['several questions in one segment', [[1, 'What is it? Is it a frog? It is.']], ['What is it?', 'Is it a frog?']],
  [
    'a sentence across segment borders',
    [
      [1, 'So what do you'],
      [2.3, 'think will happen?'],
    ],
    ['So what do you think will happen?'],
  ],
  [
    'a question word before the verb, no mark',
    [[1, 'So what are you going to do next.']],
    ['So what are you going to do next.'],
  ],
  ['a name before the question, no mark', [[1, 'Mia what are you making.']], ['Mia what are you making.']],
  [
    'a clause before the question, no mark',
    [[1, 'When you push it what does it do.']],
    ['When you push it what does it do.'],
  ],
  ['a verb before the subject, no mark', [[1, 'Did you wash your hands. Okay.']], ['Did you wash your hands.']],
  ['a question word as subject, no mark', [[1, 'Who wants to feed the fish.']], ['Who wants to feed the fish.']],
  ['a set phrase, no mark', [[1, 'How about the little one.']], ['How about the little one.']],
  ['a prompt', [[1, 'Tell me about your tower.']], ['Tell me about your tower.']],
  ['a prompt to a name', [[1, 'Mia, tell me about your tower.']], ['Mia, tell me about your tower.']],
  ['wondering', [[1, 'I wonder why it floats.']], ['I wonder why it floats.']],
  ['a tag', [[1, "It is heavy, isn't it."]], ["It is heavy, isn't it."]],
  ['a tag of its own belongs to what it checks', [[1, 'It is heavy. Right? Good.']], ['It is heavy, right?']],
  ['a gap to fill in', [[1, 'Some things sink and some things what.']], ['Some things sink and some things what.']],
  [
    'a gap behind a pause',
    [
      [1, 'Some things sink and some things'],
      [5.6, 'what?'],
    ],
    ['Some things sink and some things what?'],
  ],
  ['a repair', [[1, 'What?']], ['What?']],
  [
    'an unmarked question after a statement',
    [[1, 'together so what are you going to do next']],
    ['so what are you going to do next'],
  ],
  [
    'two unmarked questions in a row',
    [[1, 'so what are you going to do next are you going to eat it']],
    ['so what are you going to do next', 'are you going to eat it'],
  ],
  [
    'an unmarked tag inside a run',
    [[1, "the pumpkin is bigger isn't it so I took a picture"]],
    ["the pumpkin is bigger isn't it"],
  ],
  ['no question inside another', [[1, 'Do you know what this is?']], ['Do you know what this is?']],
  ['a choice is one question', [[1, 'is it hot or is it cold']], ['is it hot or is it cold']],
  ['no question: a greeting', [[1, 'Good morning, everybody? Hello?']], []],
  ['no question: a filler', [[1, 'We went home. You know? And slept.']], []],
  ['no question: a filler at the end of a statement', [[1, 'We went home early, you know?']], []],
  ['no question: okay alone', [[1, 'Okay? Let us begin.']], []],
  ['no question: broken off', [[1, 'It is round, which is like an…?']], []],
  ['no question: a relative clause with a mark', [[1, 'Take the scoop. Which can hold water?']], []],
  [
    'a relative clause goes on with its question',
    [[1, 'Have you seen the scoop? Which can hold water?']],
    ['Have you seen the scoop, which can hold water?'],
  ],
  ['a question with which', [[1, 'Take both. Which is bigger?']], ['Which is bigger?']],
  ['no question: a name called', [[1, 'I see Mia here. Mia? Come in.']], []],
  ['no question: an exclamation', [[1, 'What a tall tower. How nice.']], []],
  ['no question: you know what', [[1, 'You know what? I like it.']], []],
  ['no question: a directive', [[1, 'Do it again. Have a seat.']], []],
  ['no question: a clause with a question word', [[1, 'What you need is a spoon. When you are done we go.']], []],
  ['a prompt to show how', [[1, 'Show me how you did it. Show me the red one.']], ['Show me how you did it.']],
  ['a prompt to let others hear', [[1, "Let's hear why. Let's hear the bell."]], ["Let's hear why."]],
  ['a prompt to convince', [[1, 'Convince me. He convinced me.']], ['Convince me.']],
  ['a prompt to talk', [[1, 'Talk to me about your boat. Talk to your mom.']], ['Talk to me about your boat.']],
  ['a prompt to say more', [[1, 'Say more about that. Say please.']], ['Say more about that.']],
  [
    'a prompt behind what leads up to it',
    [[1, 'I want you to tell me why it sank.']],
    ['I want you to tell me why it sank.'],
  ],
  [
    'a prompt to somebody whose name was heard as another word',
    [[1, 'Me, tell me about your boat. They tell me about it.']],
    ['Me, tell me about your boat.'],
  ],
  ['a wish to know', [[1, "I'd like to hear about your boat."]], ["I'd like to hear about your boat."]],
  [
    'a question that begins with a capital',
    [[1, 'that was mommy and we have people What else could we use? Eight What will happen if it sinks?']],
    ['What else could we use?', 'What will happen if it sinks?'],
  ],
  ['no question: a title', [[1, 'Today we read Where Is My Hat again.']], []],
  ['no question: look at what is there', [[1, "Look at what's on the table. Listen to what is outside."]], []],
  ['a call to look', [[1, 'Look, what is on the table.']], ['Look, what is on the table.']],
  ['a short form', [[1, 'Any ideas. Anything else goes in here.']], ['Any ideas.']],
  ['no question: somebody did it', [[1, "That's it. Daddy did it. So do I."]], []],
  ['no question: everyone as subject', [[1, 'Everyone did their homework today.']], []],
  ['everyone who is called', [[1, 'Everyone did you wash your hands.']], ['Everyone did you wash your hands.']],
  ['no question: what happens is told', [[1, "What happens is the ice melts. What's important is the lid."]], []],
  ['what happens is asked', [[1, 'What happens if the ice is warm.']], ['What happens if the ice is warm.']],
  ['no question: a question word at the end of a clause', [[1, 'So we all know who said what.']], []],
  ['no question: a relative clause of its own', [[1, 'It rains. Which is why we wear boots.']], []],
  ['no question: nothing has been asked yet', [[1, 'Can you say. Do you mean. Could you tell.']], []],
  ['what is asked by its words', [[1, 'Can you say apple. Who did it.']], ['Can you say apple.', 'Who did it.']],
  ['no question: a subject left out', [[1, 'Is a good boy. Does it ever.']], []],
  ['no question: a remark', [[1, 'Should you need help ask me. May I say it is lovely.']], []],
  ['no question: a given name alone', [[1, 'Brian? Okay, Fiona? Mr. Lopez?']], []],
  [
    'no question: a name that was called before',
    [
      [1, 'Amara, come in.'],
      [9, 'Amara?'],
    ],
    [],
  ],
  ['a thing alone', [[1, 'A banana? Ready?']], ['A banana?', 'Ready?']],
  ['an abbreviation ends no sentence', [[1, 'Is Mr. Bear asleep?']], ['Is Mr. Bear asleep?']],
];

describe('findQuestions', () => {
  it.each(rules)('finds by rule: %s', (_rule, said, found) => {
    expect(textsIn(...said)).toEqual(found);
  });

  it('takes start and end from the words', () => {
    const [question] = findQuestions(lesson([[10, 'It fell. Why did it fall? Look.']]));
    expect(question).toMatchObject({ start: 10.6, end: 11.8 });
  });

  it('ends a gap where the answer begins, though its first word was laid right behind it', () => {
    const said = wordsFrom(4, 'some things sink and some things what they');
    const answer = wordsFrom(8, 'float.');
    const segment = { start: 4, end: 7, text: said.map(({ text }) => text).join(' '), words: said };
    const after = { start: 8, end: 9, text: 'float.', words: answer };
    const found = findQuestions({ ...lesson([[1, 'It is wet.']]), segments: [segment, after] });
    expect(found.map(({ text }) => text)).toEqual(['some things sink and some things what']);
  });

  it('keeps a recognised sentence whole whatever the times of its words', () => {
    const text = 'What else could we use to build a boat?';
    for (const early of [1, 2, 5]) {
      const words = wordsFrom(20, text).map((word, index) =>
        index < early ? { ...word, start: word.start - 4, end: word.end - 4 } : word,
      );
      const segments = [{ start: 16, end: 24, text, words }];
      expect(findQuestions({ ...lesson([[1, 'It is wet.']]), segments })).toMatchObject([{ text }]);
    }
  });

  it('begins a question where it is heard, not at a first word that was laid too early', () => {
    const text = 'What else could we use?';
    const words = wordsFrom(20, text).map((word, index) => (index === 0 ? { ...word, start: 16, end: 16.3 } : word));
    const [question] = findQuestions({ ...lesson([]), segments: [{ start: 16, end: 24, text, words }] });
    expect(question?.start).toBeCloseTo(20, 5);
  });

  it('keeps the beginning of a question with the rest where no marks are written', () => {
    const segment = { start: 16, end: 24, text: 'what else could we use' };
    const words = wordsFrom(20, segment.text).map((word, index) =>
      index === 0 ? { ...word, start: 16, end: 16.3 } : word,
    );
    const talk = wordsFrom(1, 'we all sit down '.repeat(12).trim());
    const segments = [
      { start: 1, end: 15, text: talk.map((word) => word.text).join(' '), words: talk },
      { ...segment, words },
    ];
    expect(findQuestions({ ...lesson([]), segments })).toMatchObject([{ text: segment.text }]);
  });

  it('spreads words over the voice of their segment where they have no times', () => {
    const transcript = {
      ...lesson([[10, 'It fell down there. Why did it fall?']]),
      voice: [
        { start: 10, end: 11 },
        { start: 13, end: 14 },
      ],
      durationSeconds: 20,
    };
    const [segment] = transcript.segments;
    const [question] = findQuestions(
      withoutWordTimes({ ...transcript, segments: segment ? [{ ...segment, end: 14 }] : [] }),
    );
    expect(question?.start).toBeGreaterThanOrEqual(13);
    expect(question?.end).toBeCloseTo(14, 5);
  });

  it('gives ids in order of time, the same for the same transcript', () => {
    const transcript = lesson([
      [1, 'Is it red? Is it blue?'],
      [9, 'Why?'],
    ]);
    expect(findQuestions(transcript).map(({ id }) => id)).toEqual(['q001', 'q002', 'q003']);
    expect(findQuestions(transcript)).toEqual(findQuestions(structuredClone(transcript)));
  });

  it('gives up to 200 characters of the talk around', () => {
    const talk = 'la '.repeat(200).trim();
    const [question] = findQuestions(lesson([[1, `${talk}. Why? ${talk}.`]], { durationSeconds: 900 }));
    expect(question?.before).toHaveLength(200);
    expect(question?.after).toHaveLength(200);
    expect(question?.before.endsWith('la.')).toBe(true);
  });

  it.each([
    ['in quotation marks', '“Who is there?” asked the wolf.'],
    ['beside its speaker', 'Who is there? said the wolf.'],
    ['after its speaker', 'And the wolf said, who is there?'],
  ])('marks as quoted what stands %s', (_where, text) => {
    expect(findQuestions(lesson([[1, text]]))).toMatchObject([{ quoted: true }]);
  });

  it('does not take for quoted what the educator says of herself', () => {
    expect(findQuestions(lesson([[1, 'I said, who is there?']]))).toMatchObject([{ quoted: false }]);
  });

  it('finds nothing in nothing', () => {
    expect(findQuestions(lesson([]))).toEqual([]);
    expect(findQuestions(lesson([[1, '...']]))).toEqual([]);
    expect(findQuestions({ ...lesson([]), segments: [{ start: 0, end: 1, text: '   ', words: [] }] })).toEqual([]);
  });

  it('comes through a text that a recogniser looped', () => {
    const text = 'do not you, '.repeat(5000).trim();
    const transcript = { ...lesson([]), segments: [{ start: 0, end: 60, text, words: wordsFrom(0, text) }] };
    expect(() => findQuestions(transcript)).not.toThrow();
  });
});

describe('the sentences of classroom talk', () => {
  const kept = readSentences(new URL('../../../samples/sentences.jsonl', import.meta.url).pathname).filter(
    ({ part }) => part === 'kept',
  );

  it.each([
    ['as they are written', 0.95, false],
    ['without marks and capitals', 0.85, true],
  ] as const)('are told from questions %s', (_how, least, poor) => {
    const asked = poor ? kept.filter(({ kind }) => kind !== 'name alone') : kept;
    const { right, missed, wrong } = scoreSentences(asked, poor);
    expect(right / (right + missed.length)).toBeGreaterThanOrEqual(least);
    expect(right / (right + wrong.length)).toBeGreaterThanOrEqual(least);
  });
});

const lexiconSchema = z.object({
  one: z.object({ lexicon: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }),
});

describe('the list of given names', () => {
  it('is what compromise knows as such, without words of every day', () => {
    const { lexicon } = lexiconSchema.parse(nlp.model()).one;
    const listed = givenNames.names.split(' ');
    for (const name of listed) expect([lexicon[name]].flat().some((tag) => tag?.endsWith('Name'))).toBe(true);
    expect(listed.filter((name) => everydayNames.has(name))).toEqual([]);
    expect(listed.length).toBeGreaterThan(3000);
  });
});
