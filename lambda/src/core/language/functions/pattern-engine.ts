// The engine behind `matches`: RE2 in JavaScript, loaded only where some rule asks for it, since it costs more time at
// start-up than all the rest of the language. In: a pattern. Out: its compiled form. Linear time for every pattern.

import type { RE2JS } from 're2js';

let engine: typeof RE2JS | undefined;

/** Loads the engine; to be awaited before the first rule for which `mayNeedPatterns` is compiled. */
export async function loadPatternEngine(): Promise<void> {
  engine ??= (await import('re2js')).RE2JS;
}

/** Whether a rule's text may call `matches`; true for some that do not, never false for one that does. */
export function mayNeedPatterns(source: string): boolean {
  return source.includes('matches');
}

/** Compiles a pattern. Throws the engine's own error for one that it cannot read, and if the engine was not loaded. */
export function compilePattern(pattern: string): RE2JS {
  if (!engine) throw new Error('the pattern engine is not loaded');
  return engine.compile(pattern);
}
