/** README and data dictionary of an archive of lessons: what every column of its tables means. */
export const archive = {
  readme: `What is here
============

questions.csv        a row a question, with its lesson
lessons.csv          a row a lesson, with its figures, and why a lesson has no questions here
codebook.csv         what the codes mean
data-dictionary.csv  what every column of these tables means
citation.txt         one line to cite
provenance.json      version, models, settings and thresholds, in full
lessons/             every lesson in every format (CSV, JSON, WebVTT, SubRip, ELAN, RTTM, a report)

Tables are UTF-8 with a byte order mark, with commas. A cell that a spreadsheet would run as a formula has an apostrophe
before it. Questions with counts = no are in no figure: rejected, in doubt, or not asked by an educator.

R
-
questions <- read.csv("questions.csv", fileEncoding = "UTF-8-BOM", na.strings = "")
counted <- subset(questions, counts == "yes")
aggregate(I(label == "OEQ") ~ lesson, data = counted, FUN = mean)

Python
------
import pandas as pd
questions = pd.read_csv("questions.csv", encoding="utf-8-sig", parse_dates=["date"])
counted = questions[questions.counts == "yes"]
counted.assign(open=counted.label.eq("OEQ")).groupby("lesson").open.mean()`,
  questions: {
    lessonId: "the lesson's id, by which tables are joined",
    site: "the lesson's site",
    lesson: "the lesson's title",
    educator: 'as the details say',
    date: 'the day of the lesson',
    dateFrom: 'who says the day; upload: nobody does, and it is the day of the upload',
    language: 'in which the lesson was heard',
    lessonSeconds: 'how long the recording is',
    counts: 'whether it counts in the figures: heard or confirmed, not rejected, not asked by a child or another adult',
    reviewer: 'who reviewed the question',
    start: "where it begins, from the video's start",
    end: 'where it ends',
    label: "the code that counts: a person's where there is one, else the machine's",
    subtype:
      "the subtype that counts, a key of the site's codebook; empty where a person gave another label and no subtype, or the codebook has none",
    waitTimeSeconds: 'from its end to the next speech, by whoever; empty where nobody can tell',
    next: 'what ended the wait',
    text: 'its words',
    questionLanguage: 'in which it was asked, ISO 639-1',
    quoted: 'read aloud or quoted',
    doubtful: 'hard to hear, or perhaps an answer: it counts in no figure before a person has confirmed it',
    origin: 'who says that it is a question',
    rejected: 'a person says that it is no question: it counts in no figure',
    askedBy: 'who asked; what a child or another adult asked counts in no figure',
    askedByFrom:
      'who says so: the machine proposes it, a person said whose voice it is, or a person said it of this question; empty where nobody does',
    voice: 'the voice that asked, by the name that it has in speakers.rttm and the tiers; empty where nobody can tell',
    nextBy: 'who spoke next; empty where nobody did, or it is not known',
    nextTurn: 'what was said next, up to 200 characters',
    waitAfterAnswerSeconds:
      "wait time 2: where a child spoke next, from the end of the children's answer until an adult speaks; else empty",
    machineLabel: "the machine's code",
    machineSubtype: "the machine's subtype, as a key of the site's codebook; empty where that has none for it",
    machineConfidence: "the probability, from 0.5 to 1, that the machine's label is right",
    reviewedLabel: "a person's code; empty where nobody gave one",
    reviewedSubtype: "a person's subtype, a key of the codebook that the site had then",
    reviewedAt: 'when',
    note: "the reviewer's note",
    engine: 'what coded it',
    modelVersion: 'and in which version',
    questionId: "the question's id, unique in its lesson",
  },
  lessons: {
    lessonId: "the lesson's id, by which tables are joined",
    site: 'its site',
    lesson: 'its title',
    fileName: 'the recording’s file name',
    educator: 'as the details say',
    date: 'the day of the lesson',
    dateFrom: 'who says the day; upload: nobody does, and it is the day of the upload',
    folder: 'where its files are in the archive',
    taken: 'whether its questions are in questions.csv, and else why not',
    lessonSeconds: 'how long the recording is',
    questions: 'questions that count',
    open: 'of these, open-ended',
    closed: 'of these, closed-ended',
    openShare: 'share of open-ended ones',
    perMinute: 'questions a minute',
    medianWaitAfterOpen: 'median wait after open ones',
    medianWaitAfterClosed: 'median wait after closed ones',
    waitedThreeSecondsShare: 'of questions with a known wait, the share that was followed by 3 s or more',
    questionsEnglish: 'questions in English that count',
    openShareEnglish: 'share of open-ended ones among them',
    medianWaitAfterOpenEnglish: 'median wait after open ones in English',
    medianWaitAfterClosedEnglish: 'median wait after closed ones in English',
    spokenShareEnglish: 'of what is said in any language, the share in English',
    educatorShareEnglish: "of the educators' talk in any language, the share in English",
    childrenShareEnglish: "of the children's talk in any language, the share in English",
    questionsSpanish: 'questions in Spanish that count',
    openShareSpanish: 'share of open-ended ones among them',
    medianWaitAfterOpenSpanish: 'median wait after open ones in Spanish',
    medianWaitAfterClosedSpanish: 'median wait after closed ones in Spanish',
    spokenShareSpanish: 'of what is said in any language, the share in Spanish',
    educatorShareSpanish: "of the educators' talk in any language, the share in Spanish",
    childrenShareSpanish: "of the children's talk in any language, the share in Spanish",
    spokenShareOther: 'of what is said in any language, the share in other languages',
    educatorShareOther: "of the educators' talk in any language, the share in other languages",
    childrenShareOther: "of the children's talk in any language, the share in other languages",
    longestClosedRun: 'most closed-ended ones in a row',
    speechShare: 'share of the recording with speech',
    doubtful: 'hard to hear, or perhaps an answer, and not confirmed; not counted',
    byChildren: 'asked by children; not counted',
    openByChildren: 'of these, open-ended',
    byAdults: 'asked by other adults; not counted',
    followed: 'questions of which it is known who spoke next, or that nobody did',
    childAnsweredShare: 'of these, the share after which a child spoke next',
    selfAnsweredShare: 'of these, the share after which the educator herself went on',
    medianWaitAfterAnswer: "median wait time 2: after a child's answer until an adult speaks",
    rolesFrom: 'who says whose voice is whose: machine is a proposal; empty where voices were not told apart',
    educatorSeconds: 'the educators speak',
    educatorShare: 'the same, as a share of the recording',
    educatorTurns: 'turns of the educators',
    longestEducatorTurn: 'the longest of these',
    childrenSeconds: 'children speak',
    childrenShare: 'the same, as a share of the recording',
    childTurns: 'turns of children',
    childAfterChild: 'of these, turns that follow a turn of a child',
    otherAdultsSeconds: 'other adults speak',
    unknownSpeakerSeconds: 'somebody speaks of whom nobody knows who',
    nobodySeconds: 'nobody speaks',
    nobodyShare: 'the same, as a share of the recording',
    reviewed: 'reviewed by a person',
    uploadedAt: 'when it was uploaded',
    analyzedAt: 'when it was analysed (UTC)',
    revision: 'of which upload',
    speechEngine: 'what heard the words',
    speechModel: 'and with which model',
    voiceFrom: 'what heard where anybody speaks',
    codingEngine: 'what coded the questions',
    codingModelVersion: 'and in which version',
  },
  codebook: {
    site: 'whose codebook it is',
    codebook: "the codebook's title",
    label: 'the label',
    subtype: 'the subtype as the tables have it',
    name: 'what it is called',
    definition: 'what it means',
    machine: "which of the machine's own subtypes are this one; empty where only people, or a large model, give it",
  },
  types: {
    text: 'text',
    number: 'number',
    category: 'category',
    'yes/no': 'yes/no',
    day: 'day',
    time: 'time',
  },
} as const;
