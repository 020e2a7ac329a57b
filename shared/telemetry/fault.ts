const deepest = 5;

/**
 * What a log line may say of an error that nobody expected: what it is and where it came from, with its causes. Never
 * its message: those of parsers, drivers and Node itself quote what they were given, which may be what a child said.
 */
export function faultOf(error: unknown): { error: string; code: string | undefined; stack: string } {
  const stacks: string[] = [];
  for (let at = error; stacks.length < deepest && at !== undefined && at !== null; at = causeOf(at))
    stacks.push([nameOf(at), ...framesOf(at)].join('\n'));
  return { error: nameOf(error), code: codeOf(error), stack: stacks.join('\ncaused by ') };
}

// Names and codes are words of a program; what is longer or has other characters is not one.
const word = /^[\w.-]{1,60}$/;

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return word.test(error.name) ? error.name : 'Error';
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return word.test(code) ? code : undefined;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

// A stack begins with the message, whose own lines may look like frames: what is after it, or nothing, is of the stack.
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { message, stack = '' } = error;
  const at = stack.indexOf(message);
  if (at === -1) return [];
  return stack
    .slice(at + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
}
