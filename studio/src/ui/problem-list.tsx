// The problems of a rule, a list or a predicate, as a list and as a mark beside its name.

import { useMemo } from 'preact/hooks';
import type { RuleProblem } from '../protocol.ts';

interface Props {
  /** What the ranges of the problems refer to. */
  readonly text: string;
  readonly problems: readonly RuleProblem[];
}

/** All problems, each with its place and its hint. */
export function ProblemList({ text, problems }: Props) {
  const places = useMemo(
    () => problems.map(({ range }) => (range ? placeOf(text, range.start) : '')),
    [text, problems],
  );
  return (
    <ul class="problem-list" aria-label="Problems" aria-live="polite">
      {problems.map(({ level, code, message, hint }, index) => (
        <li key={`${code} ${message}`} class={level}>
          <b>{level}</b> <code>{code}</code>
          {places[index]}: {message}
          {hint && <em> Hint: {hint}</em>}
        </li>
      ))}
    </ul>
  );
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return ` at ${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

/** The worst level of some problems; nothing for a mere remark. */
export function Level({ problems }: { readonly problems: readonly RuleProblem[] }) {
  const worst = ['error', 'warning'].find((level) => problems.some((problem) => problem.level === level));
  return worst === undefined ? null : <span class={`level ${worst}`}>{worst}</span>;
}
