import { describe, expect, it } from 'vitest';
import { createOneDestination } from '../../../test/pipeline/one-destination.ts';
import { aFinding } from '../../../test/render/findings.ts';
import { createMemoryNotifier } from '../../adapters/memory/notifier.ts';
import { noticeOfFinding } from '../../core/threads/make-notice.ts';
import type { Notice } from '../../core/threads/notice.ts';
import { timeBucketOf } from '../../core/threads/time-bucket.ts';
import { type Destination, PortError } from '../ports.ts';

const RULE = {
  name: 'denied-burst',
  expression: 'true',
  severity: 'critical' as const,
  description: '',
  pack: null,
  runbookUrl: null,
};
const OPENED = noticeOfFinding(aFinding(), { eventID: 'event-0' }, null, RULE);
const more = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const eventId = `event-${first + index}`;
    return noticeOfFinding(aFinding({ kind: 'continued', eventId }), { eventID: eventId }, null, RULE);
  });

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly count: number;
}

function aWorld({ threads, max = 100, ...nature }: { threads: boolean; max?: number; everyNotice?: true }) {
  const notifier = createMemoryNotifier<Shown>({ threads });
  const renderer = { message: ({ id, kind }: Notice, count: number) => ({ id, kind, count }) };
  const destination: Destination<Shown> = { id: 'd', kind: 'test', renderer, notifier, ...nature };
  const { clock, pipeline, deliver } = createOneDestination(destination as Destination, max);
  const totals = async () => (await pipeline.state.deferredCounts()).map(({ total }) => total);
  return { notifier, clock, pipeline, deliver, totals, posted: () => notifier.posts.map(({ message }) => message.id) };
}

describe('events that only add to the count of a correlation alert', () => {
  it('are counted in its thread, in the same invocation or a later one, and once', async () => {
    const world = aWorld({ threads: true });
    expect(await world.deliver([...more(1, 3), OPENED])).toEqual(Array(4).fill('delivered'));
    expect(await world.deliver([...more(3, 2)])).toEqual(['duplicate', 'delivered']);
    expect(world.posted()).toEqual([OPENED.id]);
    expect(await world.totals()).toEqual([5]);
  });

  it('post the alert if the invocation that found it did not, and then it is not posted again', async () => {
    const world = aWorld({ threads: true });
    await world.deliver([...more(1, 2)]);
    expect(await world.deliver([OPENED])).toEqual(['duplicate']);
    expect(world.posted()).toEqual([OPENED.id]);
    expect(await world.totals()).toEqual([3]);
  });

  it('post nothing once the alert was delivered and its thread has ended', async () => {
    const world = aWorld({ threads: true });
    await world.deliver([OPENED]);
    world.clock.advance(3_600_000);
    expect(await world.deliver([...more(1, 30)])).toEqual(Array(30).fill('delivered'));
    expect(world.posted()).toEqual([OPENED.id]);
  });

  it.each([{}, { everyNotice: true as const }])('post nothing where there are no threads (%o)', async (nature) => {
    const world = aWorld({ threads: false, ...nature });
    expect(await world.deliver([...more(1, 2), OPENED, ...more(3, 2)])).toEqual(Array(5).fill('delivered'));
    expect(await world.deliver([...more(5, 2)])).toEqual(['delivered', 'delivered']);
    expect(world.posted()).toEqual([OPENED.id]);
  });

  it.each([{ threads: true }, { threads: false }])('go with the alert to the fallback (%o)', async ({ threads }) => {
    const world = aWorld({ threads: true });
    const fallback = createMemoryNotifier<Shown>({ threads });
    const { renderer } = world.pipeline.destinations.get('d') as Destination<Shown>;
    const destinations = new Map([
      ...world.pipeline.destinations,
      ['f', { id: 'f', kind: 'test', renderer, notifier: fallback } as Destination],
    ]);
    const routeTables = [[{ destination: 'd', severities: ['critical' as const] }, { destination: 'f' }]];
    world.notifier.failNext(() => new PortError('permanent', 'is_archived', 'no such channel'), 10);
    expect(await world.deliver([...more(1, 3), OPENED], { destinations, routeTables })).toEqual(
      Array(4).fill('delivered'),
    );
    expect(fallback.posts.map(({ message }) => message.id)).toEqual([OPENED.id]);
    expect(await world.totals()).toEqual(threads ? [4] : []);
  });

  it('wait for the alert while another invocation is delivering it', async () => {
    const world = aWorld({ threads: true });
    const claim = { id: `${OPENED.id}#d`, bucket: `d#${timeBucketOf(OPENED)}` };
    const nowMs = world.clock.nowMs();
    await world.pipeline.state.claim([claim], [], { owner: 'crashed', nowMs, untilMs: nowMs + 30_000 });
    expect(await world.deliver([...more(1, 2)])).toEqual(['held', 'held']);
    world.clock.advance(30_000);
    expect(await world.deliver([...more(1, 2)])).toEqual(['delivered', 'delivered']);
    expect([world.posted(), await world.totals()]).toEqual([[OPENED.id], [3]]);
  });

  it('are not alerts of a summary', async () => {
    const world = aWorld({ threads: true, max: 0 });
    expect(await world.deliver([OPENED, ...more(1, 5)])).toEqual(Array(6).fill('delivered'));
    expect(world.notifier.posts.map(({ message }) => message)).toEqual([{ id: OPENED.id, kind: 'alert', count: 1 }]);
  });

  it('fail with the alert, so that their log files are read again', async () => {
    const world = aWorld({ threads: true });
    world.notifier.failNext(() => new PortError('permanent', 'no_answer', 'no answer'));
    expect(await world.deliver([OPENED, ...more(1, 2)])).toEqual(['failed', 'failed', 'failed']);
    expect(await world.deliver([OPENED, ...more(1, 2)])).toEqual(['delivered', 'delivered', 'delivered']);
    expect([world.posted(), await world.totals()]).toEqual([[OPENED.id], [3]]);
  });
});
