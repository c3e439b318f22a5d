// The shapes of variables that come from a file or a link, which anyone can write. In: JSON. Out: whether a variable has its type.

import { isJsonObject, type Json } from '../../lambda/src/core/records/record.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a value is a list of texts, as `disabled_rules`. */
export function isTexts(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

/** Whether a value is texts by name, as `predicates`. */
export function isTextByName(value: Json | undefined): value is Record<string, string> {
  return isJsonObject(value) && Object.values(value).every(isText);
}

/** Whether a value is lists of texts by name, as `lists`. */
export function isTextsByName(value: Json | undefined): value is Record<string, string[]> {
  return isJsonObject(value) && Object.values(value).every(isTexts);
}
