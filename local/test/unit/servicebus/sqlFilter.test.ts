import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../servicebus/message.ts';
import { ruleMessageOf } from '../../../servicebus/ruleMessage.ts';
import { parseAction, parseFilter } from '../../../servicebus/sqlParser.ts';

const { wrap_double: double, wrap_long: long } = rhea.types;

const message = ruleMessageOf(
  readMessage(
    rhea.message.encode({
      body: 'x',
      message_id: 'm-1',
      subject: '100% blue',
      to: 'north',
      group_id: 'table 4',
      application_properties: {
        color: 'red',
        Quantity: 7,
        weight: double(2),
        huge: long(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
        express: true,
        nothing: null,
        'odd name]': 'o',
        quote: "it's",
        many: 'a'.repeat(30_000),
      },
    }),
  ).content,
);
const test = (sql: string) => parseFilter(sql)(message);

describe('a SQL filter', () => {
  it.each([
    // comparisons, in C#'s numbers
    ["color = 'red'", true],
    ["color <> 'red'", false],
    ["color != 'blue'", true],
    ["COLOR = 'red'", true],
    ["color = 'Red'", false],
    ["user.color > 'orange'", true],
    ['quantity >= 7 AND quantity <= 7.0', true],
    ['quantity < 6.5', false],
    ['huge = 9223372036854775807', true],
    ['huge = 9223372036854775806', false],
    ['quantity / 2 = 3', true],
    ['weight / 4 = 0.5', true],
    ['quantity % 4 = 3 AND -quantity + 8 = +1', true],
    ['1 + 2 * 3 = 7 AND (1 + 2) * 3 = 9', true],
    ['2.5E1 = 25', true],
    ["color + '!' = 'red!'", true],
    ['express = TRUE', true],
    ['express <> true', false],
    // unknown: what is not there, is null, or is of another kind
    ["missing = 'red'", undefined],
    ["missing <> 'red'", undefined],
    ['NOT missing = 1', undefined],
    ['color = 7', undefined],
    ['quantity / 0 = 1', undefined],
    ["missing = 1 AND color = 'red'", undefined],
    ["missing = 1 AND color = 'blue'", false],
    ["color = 'blue' AND missing = 1", false],
    ["missing = 1 OR color = 'red'", true],
    ["color = 'red' OR missing = 1", true],
    ["missing = 1 OR color = 'blue'", undefined],
    ["color = 'blue' OR missing = 1", undefined],
    ["NOT color = 'blue' AND NOT (color = 'green' OR missing = 1)", undefined],
    // precedence: NOT, AND, OR
    ["color = 'red' OR color = 'blue' AND quantity = 1", true],
    ["(color = 'red' OR color = 'blue') AND quantity = 1", false],
    ["NOT color = 'red' OR quantity = 7", true],
    // NULL and EXISTS
    ['missing IS NULL', true],
    ['nothing IS NULL', true],
    ['color IS NULL', false],
    ['color IS NOT NULL', true],
    ['missing IS NOT NULL', false],
    ['EXISTS(color)', true],
    ['EXISTS (nothing)', true],
    ['EXISTS(missing)', false],
    ['NOT EXISTS(missing)', true],
    ['sys.ReplyTo IS NULL AND NOT EXISTS(sys.ReplyTo) AND EXISTS(sys.To)', true],
    ['color = NULL', undefined],
    // IN
    ["color IN ('blue', 'red')", true],
    ["color NOT IN ('blue', 'green')", true],
    ["color IN ('blue')", false],
    ["missing IN ('red')", undefined],
    ["color IN ('blue', missing)", undefined],
    ["color IN ('red', missing)", true],
    // LIKE
    ["color LIKE 'r%'", true],
    ["color LIKE 'r_d'", true],
    ["color LIKE '_ed' AND color LIKE '%' AND color LIKE 'red%' AND color LIKE '%e%'", true],
    ["color LIKE 'r'", false],
    ["color NOT LIKE '%x%'", true],
    ["color LIKE 'R%'", false],
    ["sys.Label LIKE '100\\% %' ESCAPE '\\'", true],
    ["sys.Label LIKE '10_\\% b%' ESCAPE '\\'", true],
    ["sys.To LIKE 'n\\%' ESCAPE '\\'", false],
    ["sys.Label LIKE '100!% blue' ESCAPE '!'", true],
    ["missing LIKE '%'", undefined],
    ["quantity LIKE '7'", undefined],
    [`many LIKE '${'%a'.repeat(200)}b'`, false],
    // names and text
    ["sys.MessageId = 'm-1' AND sys.sessionid = 'table 4' AND sys.subject = sys.Label", true],
    ["[odd name]]] = 'o'", true],
    [`"color" = 'red'`, true],
    ["quote = 'it''s'", true],
    ["property('color') = 'red' AND p('qua' + 'ntity') = 7", true],
    ['newid() <> newid()', true],
    ['1=1', true],
    ['1 = 0', false],
    ['TRUE', true],
    ['not false', true],
  ])('%s is %j', (sql, truth) => {
    expect(test(sql)).toBe(truth);
  });

  it.each([
    ['', /It ends: expected the name of a property/],
    ['color', /expected a condition, not a value/],
    ["'red'", /expected a condition/],
    ['color =', /It ends/],
    ["color = 'red' quantity = 7", /"quantity" at 14: expected AND, OR or the end/],
    ["(color = 'red'", /expected "\)"/],
    ["color = 'red", /"'red" at 8 cannot be read/],
    ["color LIKE 'x' ESCAPE 'ab'", /one character after ESCAPE/],
    ["(color = 'red') + 1 = 2", /expected a value, not a condition/],
    ['1 IS NULL', /expected a property before IS NULL/],
    ['color NOT = 1', /expected IN or LIKE/],
    ["sys.Body = 'x'", /sys\.Body is not known to this broker's rules, which know MessageId, To, Label/],
    ["other.color = 'x'", /expected "sys." or "user." as the scope/],
    ["upper(color) = 'RED'", /expected newid\(\), property\(name\) or p\(name\)/],
    ['color = @p', /The parameter @p has no value/],
    ['quantity = 9223372036854775808', /larger than a 64-bit integer/],
    [`color = '${'x'.repeat(1024)}'`, /at most 1024 characters/],
    [`${'('.repeat(60)}1=1${')'.repeat(60)}`, /nested at most 50 deep/],
    [`${'NOT '.repeat(60)}1=1`, /nested at most 50 deep/],
    ['SET color = 1', /SET/],
  ])('%s is refused with the place', (sql, reason) => {
    expect(() => parseFilter(sql)).toThrow(reason);
  });

  it('takes parameters by name', () => {
    expect(parseFilter('color = @c AND quantity = @q', { '@c': 'red', '@q': 7 })(message)).toBe(true);
  });
});

describe('a SQL action', () => {
  it.each([
    ['', /It ends: expected SET or REMOVE/],
    ['DELETE color', /expected SET or REMOVE/],
    ['SET color', /expected "="/],
    ["SET color = 'a' = 'b'", /expected SET or REMOVE/],
    ['SET sys.SequenceNumber = 1', /sys\.SequenceNumber is not known/],
    [Array.from({ length: 33 }, (_, index) => `REMOVE a${index}`).join(';'), /at most 32 statements/],
  ])('%s is refused', (sql, reason) => {
    expect(() => parseAction(sql)).toThrow(reason);
  });
});
