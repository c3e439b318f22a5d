// Writes the expression of a rule. In: the detections and conditions of a rule. Out: source of the rule language, or a refusal.

import { compileRule } from '../language/compile-rule.ts';
import type { LanguageEnvironment } from '../language/rule-expression.ts';
import { ruleEnvironment } from '../rules/rule-environment.ts';
import { Refusal } from './refusal.ts';
import type { Condition, Detection, FieldTest, SigmaRule } from './sigma-rule.ts';
import { join, negate, type Source } from './source.ts';
import { writeTest } from './write-match.ts';

/** The expression of a rule, and what the user should look at. */
export interface WrittenRule {
  readonly expression: string;
  readonly warnings: readonly string[];
}

/** Writes the expression of a rule. */
export function writeRule(rule: SigmaRule): WrittenRule {
  const environment = ruleEnvironment({});
  const { text } = join(
    'or',
    rule.conditions.map(({ condition, line }) => writeCondition(condition, { rule, environment, line })),
  );
  const { problems } = compileRule(text, environment);
  const error = problems.find(({ level }) => level === 'error');
  if (error !== undefined) throw new Refusal(rule.line, `its expression is not accepted: ${error.message}`);
  return {
    expression: text,
    warnings: problems.map(({ message, hint }) => (hint === null ? message : `${message}; ${hint}`)),
  };
}

interface Surroundings {
  readonly rule: SigmaRule;
  readonly environment: LanguageEnvironment;
  /** The line of the condition. */
  readonly line: number;
}

function writeCondition(condition: Condition, around: Surroundings): Source {
  switch (condition.type) {
    case 'and':
    case 'or':
      return join(
        condition.type,
        condition.operands.map((operand) => writeCondition(operand, around)),
      );
    case 'not':
      return negate(writeCondition(condition.operand, around));
    case 'identifier':
      return writeIdentifier(condition.name, around);
    case 'selector':
      return join(
        condition.quantifier === 'all' ? 'and' : 'or',
        selected(condition.pattern, around).map((name) => writeIdentifier(name, around)),
      );
  }
}

function writeIdentifier(name: string, around: Surroundings): Source {
  const detection = around.rule.detections.get(name);
  if (detection !== undefined) return writeDetection(detection, around);
  throw new Refusal(around.line, `the condition names \`${name}\`, and the detection has no such search identifier`);
}

// Names that start with an underscore are meant to be left out, unless the pattern starts with one.
function selected(pattern: string, { rule, line }: Surroundings): readonly string[] {
  const names = [...rule.detections.keys()].filter(
    (name) => fits(name, pattern) && (pattern.startsWith('_') || !name.startsWith('_')),
  );
  if (names.length > 0) return names;
  throw new Refusal(line, `the condition names \`${pattern}\`, and no search identifier has such a name`);
}

// Takes each piece between two stars at its first place, so it needs no backtracking.
function fits(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.startsWith(first) && name.endsWith(last) && name.length - last.length >= at;
}

function writeDetection(detection: Detection, around: Surroundings): Source {
  if (detection.type === 'test') return checked(detection, around.environment);
  return join(
    detection.type,
    detection.operands.map((operand) => writeDetection(operand, around)),
  );
}

// Compiled alone too, so that the refusal names the line of the test.
function checked(test: FieldTest, environment: LanguageEnvironment): Source {
  const source = writeTest(test);
  const error = compileRule(source.text, environment).problems.find(({ level }) => level === 'error');
  if (error === undefined) return source;
  throw new Refusal(test.line, error.hint === null ? error.message : `${error.message} (${error.hint})`);
}
