import type { RpcLogLevel } from './coreTypes.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'critical';

/** Lowest first; host.json's names for them are mapped by `levelOf`. */
const severity = { trace: 0, debug: 1, info: 2, warn: 3, error: 4, critical: 5, none: 6 } as const;

export interface LogEntry {
  readonly time: string;
  readonly level: LogLevel;
  /** Who speaks: Host, Function.NAME, Function.NAME.User ... host.json's logLevel filters by it. */
  readonly category: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

export type LogWriter = (entry: LogEntry) => void;

export interface HostLog {
  write(level: LogLevel, category: string, event: string, fields?: Readonly<Record<string, unknown>>): void;
  enabled(level: LogLevel, category: string): boolean;
  /** host.json is read after the first lines are written, so its levels come later. */
  setLevels(levels: Readonly<Record<string, string>>): void;
}

/** The host's own level for one of the library's or host.json's. "none" never shows. */
export function levelOf(level: string): LogLevel | 'none' {
  const known: Record<string, LogLevel | 'none'> = {
    trace: 'trace',
    debug: 'debug',
    information: 'info',
    warning: 'warn',
    error: 'error',
    critical: 'critical',
    none: 'none',
  } satisfies Record<RpcLogLevel, LogLevel | 'none'>;
  return known[level.toLowerCase()] ?? 'info';
}

/**
 * A log whose levels are set per category: the longest matching prefix wins, "default" is for the rest, and
 * information is what shows when nothing is said.
 */
export function createLog(writer: LogWriter): HostLog {
  let levels: [prefix: string, lowest: number][] = [];
  let fallback: number = severity.info;
  const thresholds = new Map<string, number>();

  const thresholdOf = (category: string) => {
    const cached = thresholds.get(category);
    if (cached !== undefined) return cached;
    const match = levels.find(([prefix]) => category === prefix || category.startsWith(`${prefix}.`));
    const threshold = match ? match[1] : fallback;
    thresholds.set(category, threshold);
    return threshold;
  };
  const enabled = (level: LogLevel, category: string) => severity[level] >= thresholdOf(category);

  return {
    enabled,
    write(level, category, event, fields) {
      if (enabled(level, category)) writer({ time: new Date().toISOString(), level, category, event, ...fields });
    },
    setLevels(configured) {
      fallback = severity[levelOf(configured.default ?? 'information')];
      levels = Object.entries(configured)
        .filter(([name]) => name !== 'default')
        .map(([name, level]): [string, number] => [name, severity[levelOf(level)]])
        .sort(([a], [b]) => b.length - a.length);
      thresholds.clear();
    },
  };
}

/** One JSON object a line, on stderr. */
export const writeJsonLine: LogWriter = (entry) => {
  process.stderr.write(`${JSON.stringify(entry)}\n`);
};

/** For eyes: time, level, category, event, then the fields as key=value. */
export const writePrettyLine: LogWriter = ({ time, level, category, event, ...fields }) => {
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  process.stderr.write(`${time.slice(11, 23)} ${level.padEnd(5)} ${category} ${event} ${rest.join(' ')}`.trimEnd());
  process.stderr.write('\n');
};
