// Emoji and color of each severity, the same in every kind of message. Data only.

import type { Severity } from '../rules/rule.ts';

/** Emoji and color by severity. */
export const SEVERITY_MARKS: Readonly<Record<Severity, { readonly emoji: string; readonly color: string }>> = {
  info: { emoji: '⚪', color: '#9aa5b1' },
  low: { emoji: '🔵', color: '#2f7ed8' },
  medium: { emoji: '🟡', color: '#e8b400' },
  high: { emoji: '🟠', color: '#f2740d' },
  critical: { emoji: '🔴', color: '#d0021b' },
};
