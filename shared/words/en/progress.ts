/** Text of the progress over lessons. */
export const progressText = {
  title: 'Progress',
  lead: 'How the asking changes from lesson to lesson, by the day on which each was recorded. Where that is not known, the day of the upload counts. One educator at a time; the larger a point, the more questions it stands for.',
  filters: {
    name: 'Which lessons',
    site: 'Site',
    allSites: 'All sites',
    educator: 'Educator',
    noEducator: 'Not named',
    from: 'From',
    to: 'To',
  },
  lessons: '{count, plural, one {# lesson} other {# lessons}}',
  more: 'Only the {count, number} lessons that were uploaded last are shown. Narrow the dates to see others.',
  none: {
    title: 'Nothing to compare yet',
    text: 'Lessons appear here as soon as they are analysed. Change the filters if there should be some.',
  },
  share: {
    title: 'Open-ended questions',
    meaning: 'The share of questions that invite children to explain, describe, predict or imagine, lesson by lesson.',
  },
  waits: {
    title: 'Wait time',
    meaning:
      'The median of the seconds after a question before anybody spoke again. The dashed line marks three seconds.',
  },
  talk: {
    title: 'Who talks',
    meaning:
      'The shares of each recording in which the educator and children speak: circles and squares. Where nobody has confirmed whose voice is whose, they are proposed.',
  },
  reviewed: {
    title: 'Reviewed',
    none: 'Not reviewed',
    some: 'Partly reviewed',
    all: 'Reviewed',
    count: '{done, number} of {all, number}',
  },
  chart: {
    share: 'Share of open-ended questions, lesson by lesson: {parts}.',
    waits: 'Median wait after open-ended and closed-ended questions, lesson by lesson: {parts}.',
    talk: 'Shares of educator and children, lesson by lesson: {parts}.',
    point: '{day} {value}',
    both: '{open} and {closed}',
  },
  table: {
    caption: 'The same lessons as a table',
    lesson: 'Lesson',
    date: 'Date',
    educator: 'Educator',
    questions: 'Questions',
    share: 'Open-ended',
    open: 'Median wait after OEQ',
    closed: 'Median wait after CEQ',
    childAnswered: 'A child spoke next',
    answerWait: 'Median wait after an answer',
    educatorTalk: 'Educator’s talk',
    childrenTalk: 'Children’s talk',
  },
  unknown: '–',
} as const;
