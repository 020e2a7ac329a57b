/** What is killed: one part, `npm start` alone, whose parts then end by themselves, or all of it at once. */
export const victims = ['azurite', 'host', 'servicebus', 'everything', 'cosmos', 'speech', 'start'] as const;
export type Victim = (typeof victims)[number];
