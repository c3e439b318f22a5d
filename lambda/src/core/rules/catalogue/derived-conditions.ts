// The necessary conditions of the catalogue's expressions, so that an instance can index its rules before it compiles them. The
// build replaces this file by what scripts/derive-conditions.ts derives; without a build nothing is known, and every rule is
// compiled when its rule set is created.

import type { Alternatives } from '../necessary-conditions.ts';

/** Conditions, each once, and for each rule of a pack which of them its definitions have. */
export interface DerivedConditions {
  readonly conditions: readonly Alternatives[];
  /** In the order of `definitionsOfRule`. Null if what they are depends on the settings. */
  readonly ofRules: Readonly<Record<string, readonly (number | null)[]>>;
}

/** The conditions of the pack with this name. */
export const derivedConditionsOf = (_pack: string): DerivedConditions | null => null;
