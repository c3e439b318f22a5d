// The cases of `forms.cases.yaml`, as rules and as YAML.

import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { Json, JsonObject } from '../../src/core/records/record.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';
import { type Conversion, convertFiles } from '../../src/core/sigma/convert-files.ts';

export interface FormCase {
  readonly form: string;
  readonly detection: JsonObject;
  readonly expression?: string;
  readonly matches: readonly JsonObject[];
  readonly misses: readonly JsonObject[];
  readonly differs?: string;
}

/** Every form that converts. */
export const FORMS: readonly FormCase[] = parse(
  readFileSync(new URL('forms.cases.yaml', import.meta.url), 'utf8'),
) as FormCase[];

/** A complete rule with this detection, as YAML. */
export function ruleWith(detection: Json, others: JsonObject = {}): string {
  const rule = {
    title: 'A test',
    id: '11111111-1111-4111-8111-111111111111',
    status: 'test',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection,
    level: 'high',
    ...others,
  };
  // pySigma reads YAML 1.1, which has more scalars that are not strings.
  return stringify(rule, { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' });
}

/** Converts the text of one file. */
export function convertText(text: string): Conversion {
  return convertFiles([{ path: 'rule.yml', text }]);
}

/** Converts a rule and compiles the result; throws if it is refused. */
export function compileSigma(text: string): (record: Json) => unknown {
  const { rules, remarks } = convertText(text);
  const [converted] = rules;
  if (converted === undefined) throw new Error(remarks[0]?.message);
  const { rule } = compileRule(converted.expression ?? '', ruleEnvironment({}));
  return (record) => rule?.evaluate(record);
}
