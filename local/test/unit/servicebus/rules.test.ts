import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../servicebus/message.ts';
import { openEntities } from './clockedEntities.ts';

type Rules = readonly { readonly Name: string; readonly Properties: object }[];

const sql = (Name: string, SqlExpression: string, action?: string) => ({
  Name,
  Properties: {
    FilterType: 'Sql' as const,
    SqlFilter: { SqlExpression },
    ...(action && { Action: { SqlExpression: action } }),
  },
});

/** What a subscription with these rules holds after these messages, decoded. */
function received(rules: Rules, messages: readonly object[]) {
  const Subscriptions = [{ Name: 's', Rules: rules as never }];
  const { entities } = openEntities({ Topics: [{ Name: 't', Subscriptions }] });
  entities.ingressAt('t').send(messages.map((each) => readMessage(rhea.message.encode({ body: 'x', ...each }))));
  const { queue } = entities.receivePointAt('t/Subscriptions/s');
  return queue.peek(false, 1, 100).map((encoded) => rhea.message.decode(encoded));
}

describe('a correlation filter', () => {
  const correlation = (CorrelationFilter: object) => [
    { Name: 'c', Properties: { FilterType: 'Correlation', CorrelationFilter } },
  ];
  const message = {
    message_id: 'm',
    correlation_id: 'c',
    to: 'to',
    reply_to: 'r',
    subject: 's',
    content_type: 'application/text',
    group_id: 'g',
    reply_to_group_id: 'rg',
    application_properties: { color: 'red', count: 4, yes: true },
  };

  it.each([
    ['every property equal', { CorrelationId: 'c', Label: 's', Properties: { color: 'red', count: 4, yes: true } }, 1],
    [
      'every system property',
      {
        MessageId: 'm',
        CorrelationId: 'c',
        To: 'to',
        ReplyTo: 'r',
        Label: 's',
        ContentType: 'application/text',
        SessionId: 'g',
        ReplyToSessionId: 'rg',
      },
      1,
    ],
    ['one that differs', { CorrelationId: 'c', Label: 'other' }, 0],
    ['text in another case', { Label: 'S' }, 0],
    ['a property that is not there', { Properties: { size: 'x' } }, 0],
    ['a property of another kind', { Properties: { count: '4' } }, 0],
  ])('with %s', (_, filter, count) => {
    expect(received(correlation(filter), [message])).toHaveLength(count);
  });
});

describe('rules without actions', () => {
  it('give one copy however many match, and none when none does', () => {
    const rules = [sql('a', "color = 'red'"), sql('b', 'size > 1'), sql('c', 'missing = 1')];
    const colors = (properties: object) => received(rules, [{ application_properties: properties }]).length;
    expect(colors({ color: 'red', size: 5 })).toBe(1);
    expect(colors({ color: 'blue', size: 1 })).toBe(0);
  });
});

describe('rules with actions', () => {
  it('give one copy each, changed and named, and one for all others', () => {
    const rules = [
      sql('a', '1=1', "SET color = color + 'dish'; REMOVE size SET sys.Label = 'routed'; SET [new one] = 7 / 2;"),
      sql('b', "color = 'red'", 'REMOVE sys.To; SET weight = 0.5 SET absent = missing'),
      sql('c', '1=1'),
      sql('d', "color = 'red'"),
    ];
    const sent = { message_id: 'm', to: 'north', subject: 's', application_properties: { color: 'red', Size: 1 } };
    const [plain, first, second, ...others] = received(rules, [sent]);
    expect(others).toEqual([]);
    expect(plain).toMatchObject({ subject: 's', to: 'north', application_properties: { color: 'red', Size: 1 } });
    expect(first).toMatchObject({ message_id: 'm', subject: 'routed', to: 'north' });
    expect(first?.application_properties).toEqual({ color: 'reddish', 'new one': 3, RuleName: 'a' });
    expect(second?.to ?? null).toBeNull();
    expect(second?.application_properties).toEqual({ color: 'red', Size: 1, weight: 0.5, RuleName: 'b' });
  });
});
