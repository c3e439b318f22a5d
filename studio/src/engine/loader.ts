// Loads files into the event store, one after the other. In: files. Out: what was loaded so far, and why files were not. Stops at the
// limits of the store.

import type { FileProblem, LoadState, StudioFile } from '../protocol.ts';
import { type EventStore, MOST_BYTES, MOST_EVENTS } from './event-store.ts';
import { pacer } from './pause.ts';
import { readFile } from './read-files.ts';

const REPORT_MS = 100;
const MOST_PROBLEMS = 200;
const FULL = `was not read, or only in part: a browser keeps at most ${MOST_BYTES / 1e6} MB and ${MOST_EVENTS} events; use the command replay`;

export class Loader {
  private readonly events: EventStore;
  private readonly report: (state: LoadState) => void;
  private readonly pace = pacer();
  private readonly problems: FileProblem[] = [];
  private problemCount = 0;
  private files = 0;
  private filesDone = 0;
  private reportedMs = 0;
  private isStopped = false;

  constructor(events: EventStore, report: (state: LoadState) => void) {
    this.events = events;
    this.report = report;
  }

  get state(): LoadState {
    const { events, files, filesDone, problems, problemCount } = this;
    const isLoading = filesDone < files && !this.isStopped;
    return {
      files,
      filesDone,
      events: events.length,
      bytes: events.bytes,
      problems: [...problems],
      problemCount,
      isLoading,
    };
  }

  /** Forgets what is not loaded yet. */
  stop(): void {
    this.isStopped = true;
  }

  async load(files: readonly StudioFile[]): Promise<LoadState> {
    this.files += files.length;
    for (const file of files) {
      await this.loadFile(file);
      this.filesDone++;
    }
    this.reportState(true);
    return this.state;
  }

  private async loadFile(file: StudioFile): Promise<void> {
    if (this.events.isFull) this.addProblem(file.path, FULL);
    if (this.events.isFull || this.isStopped) return;
    for await (const { records, problems } of readFile(file)) {
      for (const reason of problems) this.addProblem(file.path, reason);
      for (const record of records) {
        if (this.isStopped) return;
        if (this.events.isFull) return this.addProblem(file.path, FULL);
        this.events.add(record, file.path);
        await this.pace();
      }
      this.reportState(false);
    }
  }

  private addProblem(path: string, reason: string): void {
    this.problemCount++;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ path, reason });
  }

  private reportState(isLast: boolean): void {
    const nowMs = performance.now();
    if (this.isStopped || (!isLast && nowMs - this.reportedMs < REPORT_MS)) return;
    this.reportedMs = nowMs;
    this.report(this.state);
  }
}
