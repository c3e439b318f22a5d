// Expressions of DynamoDB. In: conditions and changes with `#name` for attributes and `:name` for values. Out: their placeholders.

import type { Item } from './state-item.ts';

// Every attribute has a placeholder, because words such as `state`, `owner` and `total` are reserved.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
/** What a call needs for a condition, and for the change that it guards. */
export function conditional(condition: string, values: Item = {}, change = '') {
  return { ConditionExpression: condition, ...named(`${condition} ${change}`, values) };
}

/** The placeholders of an expression; `aliases` has the attributes whose placeholder is not their name. */
export function named(expression: string, values: Item, aliases: Readonly<Record<string, string>> = {}) {
  const names = expression.match(/(?<=#)\w+/g) ?? [];
  const placed = Object.entries(values).map(([name, value]) => [`:${name}`, value]);
  return {
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, aliases[name] ?? name])),
    // DynamoDB rejects an empty list of values.
    ...(placed.length > 0 && { ExpressionAttributeValues: Object.fromEntries(placed) }),
  };
}
