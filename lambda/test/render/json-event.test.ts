import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/core/records/record.ts';
import { createJsonEventRenderer, createStreamRecordRenderer } from '../../src/core/render/json-event.ts';
import { anyNotice } from './any-notice.ts';
import { anAlert, aRemovedObject, aRuleError, aSummary, CONTEXT, ORIGIN, RECORDS } from './notices.ts';

const LIMIT = 256 * 1024;
const renderer = createJsonEventRenderer(CONTEXT, LIMIT);
const stream = createStreamRecordRenderer(CONTEXT, LIMIT);
const ROOT_SIGN_IN = Object.values(RECORDS).find(({ eventName }) => eventName === 'ConsoleLogin') as JsonObject;
const SOURCE = { event_id: 'event-1', log_file: 's3://trail/AWSLogs/file.json.gz' };
const SUMMARY_OF_ONE = {
  total: 1,
  lines: [{ title: 'a', count: 1, severity: 'medium', first: SOURCE, last: SOURCE }],
  unlisted: 0,
};
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('a JSON event', () => {
  it('contains the record of an alert unchanged', () => {
    const { title, ...rest } = renderer.message(anAlert(ROOT_SIGN_IN));
    expect(rest).toEqual({
      version: 1,
      kind: 'alert',
      id: `event#${ROOT_SIGN_IN.eventID}`,
      rule: 'something-that-matters',
      severity: 'high',
      rules: [{ name: 'something-that-matters', severity: 'high', pack: 'core' }],
      account: ROOT_SIGN_IN.recipientAccountId,
      region: ROOT_SIGN_IN.awsRegion,
      log_file: `s3://${ORIGIN.bucket}/${ORIGIN.key}`,
      event: ROOT_SIGN_IN,
    });
    expect(title).toContain('signed in to the console');
  });

  it.each([
    ['a rule that fails', aRuleError('my rule', 'some-id'), 'rule-error', { message: 'my rule', event_id: 'some-id' }],
    ['a removed log file', aRemovedObject('x'), 'removed-object', { bucket: 'x', key: 'x', sourceIp: '203.0.113.9' }],
    ['a summary', aSummary(['a']), 'digest', SUMMARY_OF_ONE],
  ])('reports %s in the same frame', (_, notice, kind, event) => {
    expect(renderer.message(notice)).toMatchObject({ version: 1, kind, severity: notice.subject.severity, event });
  });

  it('has at most 50 lines of a summary, and counts the alerts of the others', () => {
    const { event } = renderer.message(aSummary(Array.from({ length: 52 }, (_, index) => `title ${index}`)));
    expect(event.lines).toHaveLength(50);
    expect(event.unlisted).toBe(51 + 52);
  });

  it('is the same for the same notice', () => {
    expect(renderer.message(anAlert(structuredClone(ROOT_SIGN_IN)))).toEqual(renderer.message(anAlert(ROOT_SIGN_IN)));
  });
});

describe('a record of a stream', () => {
  it('has the fields of the event at the top level and the notice next to them', () => {
    const { notice, ...event } = stream.message(anAlert(ROOT_SIGN_IN));
    expect(event).toEqual(ROOT_SIGN_IN);
    expect(notice).toMatchObject({ kind: 'alert', rule: 'something-that-matters', severity: 'high' });
  });

  it('does not let a field of the event replace the notice', () => {
    const { notice } = stream.message(anAlert({ ...ROOT_SIGN_IN, notice: 'forged' }));
    expect(notice).toMatchObject({ kind: 'alert' });
  });
});

describe('an event that is too large', () => {
  const big = { ...ROOT_SIGN_IN, responseElements: { x: 'y'.repeat(300_000) }, requestParameters: { a: 1 } };

  it('loses its largest field and lists it', () => {
    const { event, left_out } = renderer.message(anAlert(big));
    expect(left_out).toEqual(['responseElements']);
    expect(event).toEqual({ ...ROOT_SIGN_IN, responseElements: undefined, requestParameters: { a: 1 } });
  });

  it('is whole up to almost the limit, and loses a field one byte above', () => {
    const eventOf = (size: number) => ({ ...ROOT_SIGN_IN, responseElements: 'z'.repeat(size) });
    const isWhole = (size: number) => renderer.message(anAlert(eventOf(size))).left_out === undefined;
    let [whole, cut] = [0, LIMIT];
    while (cut - whole > 1) {
      const middle = Math.floor((whole + cut) / 2);
      if (isWhole(middle)) whole = middle;
      else cut = middle;
    }
    expect(bytesOf(renderer.message(anAlert(eventOf(whole))))).toBeGreaterThan(0.95 * LIMIT);
    expect(renderer.message(anAlert(eventOf(cut))).left_out).toEqual(['responseElements']);
  });

  it('keeps as many of very many fields as fit, and lists some of the omitted ones', () => {
    const event = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`field${index}`, 'some text']));
    const message = renderer.message(anAlert(event));
    expect(bytesOf(message)).toBeLessThanOrEqual(LIMIT);
    expect(Object.keys(message.event).length).toBeGreaterThan(5_000);
    expect(message.left_out).toHaveLength(20);
  });

  it('is sent without parts that are nested too deep for JSON', () => {
    let deep: Json = 'x';
    for (let level = 0; level < 50_000; level++) deep = level % 2 === 0 ? [deep] : { a: deep };
    const message = renderer.message(anAlert({ ...ROOT_SIGN_IN, requestParameters: deep }));
    expect(JSON.stringify(message.event.requestParameters)).toContain('nested too deep');
    expect(bytesOf(message)).toBeLessThanOrEqual(LIMIT);
  });
});

describe('a JSON event of any notice', () => {
  it('is valid JSON within its limit', () => {
    const small = createJsonEventRenderer(CONTEXT, 100_000);
    const smallStream = createStreamRecordRenderer(CONTEXT, 100_000);
    fc.assert(
      fc.property(anyNotice, (notice) => {
        const message = small.message(notice);
        expect(bytesOf(message)).toBeLessThanOrEqual(100_000);
        expect(bytesOf(smallStream.message(notice))).toBeLessThanOrEqual(100_000);
        expect(JSON.parse(JSON.stringify(message))).toMatchObject({ version: 1, kind: notice.kind });
      }),
      { numRuns: 300 },
    );
  });
});
