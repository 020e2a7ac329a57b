import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../servicebus/config.ts';
import { parseDuration } from '../../../servicebus/duration.ts';

const of = (namespace: object) => ({ UserConfig: { Namespaces: [{ Name: 'ns', ...namespace }] } });
const queue = (Properties: object) => of({ Queues: [{ Name: 'q', Properties }] });

describe('a configuration', () => {
  it('is read as the official emulator writes it', () => {
    const emulatorQueue = {
      Name: 'queue.1',
      Properties: {
        DeadLetteringOnMessageExpiration: false,
        DefaultMessageTimeToLive: 'PT1H',
        DuplicateDetectionHistoryTimeWindow: 'PT20S',
        ForwardDeadLetteredMessagesTo: '',
        ForwardTo: '',
        LockDuration: 'PT1M',
        MaxDeliveryCount: 3,
        RequiresDuplicateDetection: true,
        RequiresSession: false,
      },
    };
    const emulatorTopic = {
      Name: 'topic.1',
      Properties: {
        DefaultMessageTimeToLive: 'PT1M',
        DuplicateDetectionHistoryTimeWindow: 'PT20S',
        RequiresDuplicateDetection: false,
      },
      Subscriptions: [
        { Name: 'subscription.1', Properties: { LockDuration: 'PT5S', DefaultMessageTimeToLive: 'PT1H' } },
      ],
    };
    const config = { ...of({ Queues: [emulatorQueue], Topics: [emulatorTopic] }), Logging: { Type: 'File' } };
    expect(parseConfig(config)).toEqual({
      queues: [
        {
          name: 'queue.1',
          duplicateWindowMs: 20_000,
          settings: {
            lockDurationMs: 60_000,
            maxDeliveryCount: 3,
            timeToLiveMs: 3_600_000,
            deadLetterExpired: false,
            requiresSession: false,
          },
        },
      ],
      topics: [
        {
          name: 'topic.1',
          duplicateWindowMs: undefined,
          timeToLiveMs: 60_000,
          subscriptions: [
            {
              name: 'subscription.1',
              settings: {
                lockDurationMs: 5000,
                maxDeliveryCount: 10,
                timeToLiveMs: 60_000,
                deadLetterExpired: false,
                requiresSession: false,
              },
              rules: [{ name: '$Default', filter: { kind: 'sql', expression: '1=1' } }],
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['forwarding', queue({ ForwardTo: 'other' }), /forwarding[\s\S]*not supported/],
    ['a property it does not know', queue({ MaxDeliverycount: 1 }), /MaxDeliverycount/],
    ['a lock longer than the service grants', queue({ LockDuration: 'PT6M' }), /PT6M[\s\S]*at most PT5M/],
    ['a duration that is none', queue({ LockDuration: '60' }), /"60" is not an ISO 8601 duration/],
    ['no delivery at all', queue({ MaxDeliveryCount: 0 }), /MaxDeliveryCount/],
    ['a queue twice', of({ Queues: [{ Name: 'a' }, { Name: 'A' }] }), /"A" is declared twice/],
    ['a queue and a topic of one name', of({ Queues: [{ Name: 'a' }], Topics: [{ Name: 'a' }] }), /declared twice/],
    ['a name that would hide a subscription', of({ Queues: [{ Name: 't/subscriptions/s' }] }), /ambiguous/],
    ['two namespaces', { UserConfig: { Namespaces: [{ Name: 'a' }, { Name: 'b' }] } }, /exactly one namespace/],
    ['something else entirely', 'config.json', /cannot be used/],
  ])('with %s is refused with the reason', (_, config, reason) => {
    expect(() => parseConfig(config)).toThrow(reason);
  });

  const withRules = (...Rules: object[]) => of({ Topics: [{ Name: 't', Subscriptions: [{ Name: 's', Rules }] }] });
  const rulesOf = (config: unknown) => parseConfig(config).topics[0]?.subscriptions[0]?.rules;

  it('has the rules of the emulator: SQL and correlation filters with actions, or one that lets everything through', () => {
    const config = withRules(
      {
        Name: 'by-sql',
        Properties: {
          FilterType: 'Sql',
          SqlFilter: { SqlExpression: "sys.MessageId = '1' AND prop = 'x'" },
          Action: { SqlExpression: "SET sys.To = 'Entity'" },
        },
      },
      {
        Name: 'by-properties',
        Properties: {
          FilterType: 'Correlation',
          CorrelationFilter: { ContentType: 'application/text', Properties: { prop: 'value' } },
        },
      },
    );
    expect(rulesOf(config)).toEqual([
      {
        name: 'by-sql',
        filter: { kind: 'sql', expression: "sys.MessageId = '1' AND prop = 'x'" },
        action: { expression: "SET sys.To = 'Entity'" },
      },
      {
        name: 'by-properties',
        filter: { kind: 'correlation', system: { ContentType: 'application/text' }, user: { prop: 'value' } },
      },
    ]);
    expect(rulesOf(withRules())).toEqual([{ name: '$Default', filter: { kind: 'sql', expression: '1=1' } }]);
  });

  const sqlRule = (Name: string, SqlExpression: string, more: object = {}) => ({
    Name,
    Properties: { FilterType: 'Sql', SqlFilter: { SqlExpression }, ...more },
  });
  it.each([
    ['SQL that is none', sqlRule('r', 'color ='), /It ends: expected[\s\S]*Rules\[0\]/],
    ['an action that is none', sqlRule('r', '1=1', { Action: { SqlExpression: 'DROP x' } }), /expected SET or REMOVE/],
    ['another kind of filter', { Name: 'r', Properties: { FilterType: 'True' } }, /FilterType/],
    ['a name of no rule', sqlRule('a/b', '1=1'), /a rule is named by/],
    [
      'a correlation filter of nothing',
      { Name: 'r', Properties: { FilterType: 'Correlation', CorrelationFilter: {} } },
      /names one property or more/,
    ],
  ])('with a rule of %s is refused with the reason', (_, rule, reason) => {
    expect(() => parseConfig(withRules(rule))).toThrow(reason);
  });

  it('with a rule twice is refused', () => {
    expect(() => parseConfig(withRules(sqlRule('r', '1=1'), sqlRule('R', '1=0')))).toThrow(
      /The rule of "t\/Subscriptions\/s" "R" is declared twice/,
    );
  });
});

describe('a duration', () => {
  it.each([
    ['PT30S', 30_000],
    ['PT0.5S', 500],
    ['P1DT2H3M4S', 93_784_000],
    ['P10675199DT2H48M5.4775807S', 922_337_203_685_478],
    ['P14D', 1_209_600_000],
    ['P', undefined],
    ['PT', undefined],
    ['P1Y', undefined],
    ['-PT5S', undefined],
    ['', undefined],
  ])('%j is %j milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});
