import { type Element, escapeXml, isElement, tag, textIn } from './atomXml.ts';
import { AmqpFailure } from './failure.ts';
import { ruleFor } from './ruleCodec.ts';
import { type SystemProperty, systemProperties } from './ruleMessage.ts';
import { type CorrelationFilter, defaultRule, type Rule, type RuleDefinition, ruleName } from './rules.ts';
import type { Parameters } from './sqlParser.ts';

const refuse = (text: string) => new AmqpFailure('com.microsoft:argument-error', text);
const systemNames = Object.keys(systemProperties) as SystemProperty[];

/** A typed list of names and values, as .NET writes a dictionary. */
function parametersIn(element: Element, name: string): Parameters {
  const list = element[name];
  if (!isElement(list)) return {};
  const pairs = list.KeyValueOfstringanyType;
  const values: Record<string, string | number | boolean> = {};
  for (const pair of Array.isArray(pairs) ? pairs : [pairs]) {
    if (!isElement(pair)) continue;
    const key = textIn(pair, 'Key') ?? '';
    const text = textIn(pair, 'Value') ?? '';
    const type = isElement(pair.Value) ? String(pair.Value['@type'] ?? '').replace(/^.*:/, '') : 'string';
    if (type === 'string') values[key] = text;
    else if (type === 'boolean') values[key] = text === 'true';
    else if (['int', 'long', 'double'].includes(type)) values[key] = Number(text);
    else
      throw refuse(
        `The value "${key}" of a rule is of the type ${type}: text, numbers and booleans are compared here.`,
      );
  }
  return values;
}

function expressionIn(element: Element): { expression: string; parameters?: Parameters } {
  const parameters = parametersIn(element, 'Parameters');
  const expression = textIn(element, 'SqlExpression') ?? '';
  return Object.keys(parameters).length > 0 ? { expression, parameters } : { expression };
}

function correlationIn(element: Element): CorrelationFilter {
  const system: Partial<Record<SystemProperty, string>> = {};
  for (const name of systemNames) {
    const value = textIn(element, name);
    if (value !== undefined) system[name] = value;
  }
  const user = parametersIn(element, 'Properties');
  if (Object.keys(system).length + Object.keys(user).length === 0)
    throw refuse('A correlation filter names one property or more.');
  return { kind: 'correlation', system, user };
}

function filterIn(filter: unknown): RuleDefinition['filter'] {
  if (!isElement(filter)) return defaultRule.filter;
  const type = String(filter['@type'] ?? 'SqlFilter').replace(/^.*:/, '');
  if (type === 'TrueFilter') return { kind: 'sql', expression: '1=1' };
  if (type === 'FalseFilter') return { kind: 'sql', expression: '1=0' };
  if (type === 'CorrelationFilter') return correlationIn(filter);
  if (type === 'SqlFilter') return { kind: 'sql', ...expressionIn(filter) };
  throw refuse(`The filter type ${type} is not supported by this broker.`);
}

/** The rule that a RuleDescription describes. @throws AmqpFailure argument-error */
export function readRule(element: Element, name: string): Rule {
  if (!ruleName.test(name)) throw refuse('A rule is named by up to 50 letters, digits, ".", "-", "_" and "$".');
  const { Action: action } = element;
  const acts = isElement(action) && textIn(action, 'SqlExpression') !== undefined;
  return ruleFor({ name, filter: filterIn(element.Filter), ...(acts ? { action: expressionIn(action) } : {}) });
}

function dictionary(name: string, values: Parameters): string {
  const typeOf = (value: unknown) =>
    typeof value === 'string'
      ? 'string'
      : typeof value === 'boolean'
        ? 'boolean'
        : Number.isInteger(value)
          ? 'int'
          : 'double';
  const pairs = Object.entries(values).map(
    ([key, value]) =>
      `<KeyValueOfstringanyType>${tag('Key', key)}<Value i:type="d6p1:${typeOf(value)}" xmlns:d6p1="http://www.w3.org/2001/XMLSchema">${escapeXml(String(value))}</Value></KeyValueOfstringanyType>`,
  );
  return pairs.length > 0 ? `<${name}>${pairs.join('')}</${name}>` : '';
}

const sqlXml = ({ expression, parameters = {} }: { expression: string; parameters?: Parameters }) =>
  `${tag('SqlExpression', expression)}${tag('CompatibilityLevel', 20)}${dictionary('Parameters', parameters)}`;

/** What is in a RuleDescription. */
export function ruleXml({ action, filter, name }: RuleDefinition, createdAt: number): string {
  const filterXml =
    filter.kind === 'sql'
      ? `<Filter i:type="SqlFilter">${sqlXml(filter)}</Filter>`
      : `<Filter i:type="CorrelationFilter">${systemNames
          .flatMap((each) => (filter.system[each] === undefined ? [] : [tag(each, filter.system[each] ?? '')]))
          .join('')}${dictionary('Properties', filter.user)}</Filter>`;
  const actionXml = action
    ? `<Action i:type="SqlRuleAction">${sqlXml(action)}</Action>`
    : '<Action i:type="EmptyRuleAction"/>';
  return `${filterXml}${actionXml}${tag('CreatedAt', new Date(createdAt).toISOString())}${tag('Name', name)}`;
}
