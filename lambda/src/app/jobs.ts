// What schedules start, with the payload `{"cloudtrailToSlack":{"job":"<name>"}}`. In: an invocation. Out: nothing, or a rejection,
// which makes the invocation fail; Lambda then retries it twice. To add a job: its name in `core/sources/envelope.ts`, a line here, and
// its schedule in `schedules.tf`.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html

import type { JobName } from '../core/sources/envelope.ts';
import type { Invocation } from './invocation.ts';

/** Runs a job. Schedules start it at least once, so it must not matter if it runs twice, or not at all for some hours. */
type Job = (invocation: Invocation) => Promise<void>;

/** Every job. It is loaded when it runs, so that it does not delay the first log file. */
export const JOBS: Readonly<Record<JobName, Job>> = {
  heartbeat: async (invocation) => (await import('./heartbeat/heartbeat.ts')).runHeartbeat(invocation),
  summaries: async (invocation) => (await import('./summaries/send-summaries.ts')).sendSummaries(invocation),
  mutes: async (invocation) => (await import('./mutes/report-mutes.ts')).reportMutes(invocation),
};
