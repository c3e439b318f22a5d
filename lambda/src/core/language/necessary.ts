import type { Expression } from './ast.ts';
import type { CompiledRule, LanguageEnvironment } from './rule-expression.ts';
export function necessaryConditions(_e: Expression, _env: LanguageEnvironment): CompiledRule['necessary'] {
  return null;
}
