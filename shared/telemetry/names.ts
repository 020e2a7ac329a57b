/**
 * Every metric of the application. Alerts, the workbook and the table in docs/operations.md speak of these names;
 * a test holds the table to this list. No attribute ever has text of a recording, a file name or a person's name.
 */
export const metrics = {
  lessonsStarted: counter('askwell.lessons.started', '{lesson}', 'analyses that began'),
  lessonsCompleted: counter('askwell.lessons.completed', '{lesson}', 'analyses that ended with a result'),
  lessonsFailed: counter('askwell.lessons.failed', '{lesson}', 'analyses that ended with a failure', 'code', 'stage'),
  lessonsSuperseded: counter(
    'askwell.lessons.superseded',
    '{lesson}',
    'analyses that a newer upload or a deletion ended',
  ),
  lessonDuration: histogram('askwell.lesson.duration', 's', 'from upload to result, of uploads of the last day'),
  stageDuration: histogram('askwell.stage.duration', 's', 'one try of one activity', 'stage', 'outcome'),
  audio: counter('askwell.audio', 's', 'sound transcribed', 'provider'),
  calls: counter('askwell.provider.calls', '{call}', 'calls of speech and chat', 'provider', 'service', 'outcome'),
  callDuration: histogram('askwell.provider.duration', 's', 'one call', 'provider', 'service', 'outcome'),
  cost: counter('askwell.provider.cost', 'USD', 'what calls cost, as far as prices are known', 'provider', 'service'),
  codes: counter('askwell.codes', '{question}', 'questions of lessons coded, and by whom', 'from', 'label'),
  cache: counter('askwell.codes.cache', '{question}', "look-ups of the large model's codes", 'outcome'),
  confidence: histogram('askwell.code.confidence', '1', 'calibrated probability of the label', 'label'),
  reviews: counter(
    'askwell.reviews',
    '{review}',
    "codes that people gave, and whether the machine's was the same",
    'agrees',
  ),
  budgetUsed: counter('askwell.budget.used', '{time}', 'passings of 50, 80, 100 % of the budget of a day', 'threshold'),
  deadMessages: counter('askwell.messages.dead', '{message}', 'jobs and uploads that were given up', 'queue', 'reason'),
  oldestJob: gauge('askwell.jobs.oldest.age', 's', 'age of the oldest job in the queue; 0 when it is empty'),
  deadJobs: gauge(
    'askwell.jobs.dead',
    '{message}',
    'jobs given up that nobody has sent again; counted up to 100',
    'queue',
  ),
  running: gauge('askwell.analyses.running', '{lesson}', 'lessons under analysis'),
  oldestRunning: gauge('askwell.analyses.oldest.age', 's', 'age of the oldest of them; 0 when there is none'),
  requests: histogram('askwell.request.duration', 's', 'one HTTP request', 'function', 'status'),
} as const;

interface Metric {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
}

function counter<const A extends readonly string[]>(name: string, unit: string, description: string, ...attributes: A) {
  return { kind: 'counter', name, unit, description, attributes } as const satisfies Metric;
}

function histogram<const A extends readonly string[]>(
  name: string,
  unit: string,
  description: string,
  ...attributes: A
) {
  return { kind: 'histogram', name, unit, description, attributes } as const satisfies Metric;
}

function gauge<const A extends readonly string[]>(name: string, unit: string, description: string, ...attributes: A) {
  return { kind: 'gauge', name, unit, description, attributes } as const satisfies Metric;
}
