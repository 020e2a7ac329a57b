/** Text of the library view. */
export const library = {
  title: 'Lessons',
  empty: {
    title: 'No lessons yet',
    text: 'Drop a classroom video here, or choose one. Askwell finds every question, codes it as open-ended or closed-ended, and measures how long the educator waited.',
  },
} as const;
