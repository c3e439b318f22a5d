// The engine behind `matches`: RE2 in JavaScript. Loaded only if a rule needs it, because it takes longer to start than the
// rest of the language. In: a pattern. Out: the compiled pattern, which takes linear time.

import type { RE2JS } from 're2js';

let engine: typeof RE2JS | undefined;

/** Loads the engine. Await it before you compile the first rule for which `mayNeedPatterns` is true. */
export async function loadPatternEngine(): Promise<void> {
  engine ??= (await import('re2js')).RE2JS;
}

/** Whether a rule may call `matches`. True for some rules that do not, never false for a rule that does. */
export function mayNeedPatterns(source: string): boolean {
  return source.includes('matches');
}

/** Compiles a pattern. Throws the engine's error for an invalid pattern, and an error if the engine is not loaded. */
export function compilePattern(pattern: string): RE2JS {
  if (!engine) throw new Error('the pattern engine is not loaded');
  return engine.compile(pattern);
}
