/** Conditions as Service Bus names them; the SDKs turn them into error codes. */
const statusOf = {
  'amqp:decode-error': 400,
  'amqp:internal-error': 500,
  'amqp:link:message-size-exceeded': 403,
  'amqp:not-allowed': 400,
  'amqp:not-found': 404,
  'amqp:not-implemented': 501,
  'com.microsoft:argument-error': 400,
  'com.microsoft:entity-already-exists': 409,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:message-not-found': 404,
  'com.microsoft:session-cannot-be-locked': 410,
  'com.microsoft:session-lock-lost': 410,
  'com.microsoft:timeout': 408,
} as const;

type FailureCondition = keyof typeof statusOf;

/** What a client asked for cannot be done, in the protocol's own words. */
export class AmqpFailure extends Error {
  override readonly name = 'AmqpFailure';
  readonly condition: FailureCondition;

  constructor(condition: FailureCondition, description: string) {
    super(description);
    this.condition = condition;
  }

  /** The HTTP-like status that $management responses carry. */
  get status(): number {
    return statusOf[this.condition];
  }
}

/** As the failure a client is told: one of ours unchanged, anything else as an internal error. */
export function asFailure(thrown: unknown): AmqpFailure {
  if (thrown instanceof AmqpFailure) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AmqpFailure('amqp:internal-error', `The broker failed: ${reason}`);
}

export function entityNotFound(address: string): AmqpFailure {
  // The SDKs recognise this sentence and report MessagingEntityNotFound.
  return new AmqpFailure('amqp:not-found', `The messaging entity '${address}' could not be found.`);
}

export function sessionLockLost(sessionId: string | null): AmqpFailure {
  return new AmqpFailure(
    'com.microsoft:session-lock-lost',
    `The lock of the session '${sessionId}' is not held (any more): accept a new session.`,
  );
}

export function noSession(path: string): AmqpFailure {
  return new AmqpFailure('com.microsoft:timeout', `No session of '${path}' with waiting messages became free in time.`);
}

export function lockLost(): AmqpFailure {
  return new AmqpFailure(
    'com.microsoft:message-lock-lost',
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
  );
}
