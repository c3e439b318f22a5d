// A separate process that creates the rule set of the packs `core` and `threats` once: compile-once.mjs DERIVED-CONDITIONS.
// Prints the processor milliseconds, from reading the derived conditions to a rule set that can decide.

import { readFileSync } from 'node:fs';
import type { DerivedConditions } from '../src/core/rules/catalogue/derived-conditions.ts';
import { knownConditions } from '../src/core/rules/catalogue/known-conditions.ts';
import { definitionsOf } from '../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../src/core/rules/create-rule-set.ts';
import { packLists } from '../src/core/rules/pack-lists.ts';
import type { CompiledOnce } from './compile.ts';

const text = readFileSync(process.argv[2] ?? '', 'utf8');
const started = process.cpuUsage();
const tables: Readonly<Record<string, DerivedConditions>> = JSON.parse(text);
const rules = definitionsOf(['core', 'threats'], []);
const ruleSet = createRuleSet({
  rules,
  ignoreRules: [],
  eventsToTrack: [],
  lists: packLists({ functionName: 'cloudtrail-to-slack' }),
  countAccessDenied: true,
  conditions: knownConditions(rules, (pack) => tables[pack] ?? null),
});
const { user, system } = process.cpuUsage(started);
if (ruleSet.failures.length > 0) throw new Error(`rules do not compile: ${JSON.stringify(ruleSet.failures)}`);
const result: CompiledOnce = { definitions: rules.length, cpuMs: (user + system) / 1000 };
console.log(JSON.stringify(result));
