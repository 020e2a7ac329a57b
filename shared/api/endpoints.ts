import type { Endpoint } from './endpoints/endpoint.ts';
import { lessons } from './endpoints/lessons.ts';
import { operation } from './endpoints/operation.ts';
import { questions } from './endpoints/questions.ts';
import { recordings } from './endpoints/recordings.ts';
import { studies } from './endpoints/studies.ts';

/**
 * Every HTTP function by its name, but for the studio's files and the API's description. How each is registered, who
 * may call it, what it asks for, what is written down of it and what the description says of it are read from here.
 */
export const endpoints = { ...lessons, ...questions, ...recordings, ...studies, ...operation } as const;

export type EndpointName = keyof typeof endpoints;

/** A row as every row is. */
export const endpointOf = (name: EndpointName): Endpoint => endpoints[name];

/** The rows as the description groups them. */
export const groups: readonly {
  readonly name: string;
  readonly description: string;
  readonly rows: Readonly<Record<string, Endpoint>>;
}[] = [
  { name: 'Lessons', description: 'Uploads, and lessons as a whole', rows: lessons },
  { name: 'Questions', description: 'Questions, their codes, and what people say of them', rows: questions },
  { name: 'Recordings', description: 'What was recorded, to look at and to take away', rows: recordings },
  { name: 'Studies', description: 'Lessons that several people code, and how they agree', rows: studies },
  { name: 'Operation', description: 'Who asks, how Askwell is, and how it is brought back', rows: operation },
];
