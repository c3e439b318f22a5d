// Undo and redo. In: states, each with what was changed. Out: the state before or after. Bounded. Changes of the same thing that follow
// each other quickly, such as letters that are typed, are one step.

const MOST_STEPS = 200;
const ONE_STEP_MS = 1_000;

export class History<T> {
  private past: T[] = [];
  private future: T[] = [];
  private last: { readonly what: string; readonly atMs: number } | null = null;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Keeps the state before a change. `what` names what is changed; null makes the change a separate step. */
  add(before: T, what: string | null, nowMs: number): void {
    const continues = what !== null && what === this.last?.what && nowMs - this.last.atMs < ONE_STEP_MS;
    this.last = what === null ? null : { what, atMs: nowMs };
    this.future = [];
    if (!continues) this.past = [...this.past, before].slice(-MOST_STEPS);
  }

  /** The state before the last step; null if there is none. */
  undo(current: T): T | null {
    return this.step(this.past, this.future, current);
  }

  /** The state after the step that was undone; null if there is none. */
  redo(current: T): T | null {
    return this.step(this.future, this.past, current);
  }

  private step(from: T[], to: T[], current: T): T | null {
    const next = from.pop();
    if (next === undefined) return null;
    to.push(current);
    this.last = null;
    return next;
  }
}
