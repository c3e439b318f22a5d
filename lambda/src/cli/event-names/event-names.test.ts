// Which names and sources of events are reported as misspelled: none that AWS has, and each with one typing error.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedEvents } from '../../../test/catalogue/named-events.ts';
import { ROOT } from '../../../test/repository.ts';
import { compileRule } from '../../core/language/compile-rule.ts';
import { fieldReader } from '../../core/records/field-path.ts';
import type { Json } from '../../core/records/record.ts';
import { definitionsOfRule, PACKS } from '../../core/rules/catalogue/packs.ts';
import { packLists } from '../../core/rules/pack-lists.ts';
import { ruleEnvironment } from '../../core/rules/rule-environment.ts';
import { valuesMeant } from './field-values.ts';
import { loadKnownEvents } from './known-events.ts';
import { misspelledEvents } from './misspelled-events.ts';

const events = await loadKnownEvents();

const ENVIRONMENT = ruleEnvironment(packLists({ functionName: 'f' }));

const found = (expression: string) => {
  const { rule, problems } = compileRule(expression, ENVIRONMENT);
  if (rule === null) throw new Error(`${expression}: ${problems[0]?.message}`);
  return misspelledEvents(rule, ENVIRONMENT, events);
};

interface Event {
  readonly name: string;
  readonly source: string;
  readonly record: Json;
}

// Every event in the JSON files of a folder.
function eventsIn(folder: string): Event[] {
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .flatMap((file) => eventsOf(contentOf(readFileSync(path.join(ROOT, folder, file)))));
}

function contentOf(file: Buffer): unknown {
  return JSON.parse((file[0] === 0x1f ? gunzipSync(file) : file).toString());
}

function eventsOf(value: unknown): Event[] {
  if (typeof value !== 'object' || value === null) return [];
  const { eventName: name, eventSource: source } = value as Record<string, unknown>;
  const here = typeof name === 'string' && typeof source === 'string' ? [{ name, source, record: value as Json }] : [];
  return [...here, ...Object.values(value).flatMap(eventsOf)];
}

const FIELDS_WITH_FEW_VALUES = [
  ...['userIdentity.type', 'userIdentity.sessionContext.attributes.mfaAuthenticated', 'eventType', 'eventCategory'],
  ...['additionalEventData.MFAUsed', 'responseElements.ConsoleLogin', 'errorCode'],
];

const NAMES = [
  ...new Set(
    PACKS.filter(({ name }) => name !== 'integrity').flatMap((pack) =>
      pack.rules.flatMap((rule) => namedEvents(pack, rule).flatMap(({ names }) => names)),
    ),
  ),
].filter((name) => events.isKnown(name));

describe('a name or a source of an event', () => {
  it.each(['examples/cloudtrail', 'lambda/test/fixtures', 'lambda/test/conformance', 'lambda/test/catalogue'])(
    'is not reported if an event in %s has it',
    (folder) => {
      const all = eventsIn(folder);
      expect(all.length).toBeGreaterThan(5);
      const reported = all.filter(
        ({ name, source }) => events.namesMeant(name, []).length + events.namesMeant(name, [source]).length > 0,
      );
      expect(reported).toEqual([]);
      expect(all.filter(({ source }) => events.sourcesMeant(source).length > 0)).toEqual([]);
      for (const field of FIELDS_WITH_FEW_VALUES) {
        const values = all.map(({ record }) => fieldReader(field)(record)).filter((value) => typeof value === 'string');
        expect(values.filter((value) => valuesMeant(field, value).length > 0)).toEqual([]);
      }
    },
  );

  it.each(PACKS)('is not reported if the pack $name has it', (pack) => {
    const expressions = pack.rules.flatMap((rule) => definitionsOfRule(pack, rule).map(({ expression }) => expression));
    expect(expressions.filter(Boolean).flatMap(found)).toEqual([]);
  });

  it.each([
    ...['UpdateFunctionCode20150331v2', 'CreateFunction20150331', 'CreateDistribution2020_05_31', 'CreateDistribution'],
    // Operations that botocore did not have half a year before, and that resemble others.
    ...['ListRobots', 'SetSubscription', 'CreateCFPublicKey', 'QuarantineWidget', 'ObjectCreated:Put'],
  ])('is not reported if it is %s', (name) => {
    expect(events.namesMeant(name, [])).toEqual([]);
  });

  // No typing error has been made if the result is the name of an operation, such as DeleteAlarm.
  it.each<[error: string, of: (name: string, at: number) => string]>([
    ['a letter dropped', (name, at) => name.slice(0, at) + name.slice(at + 1)],
    ['a letter doubled', (name, at) => name.slice(0, at) + name[at] + name.slice(at)],
    ['two letters swapped', (name, at) => name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2)],
    ['a letter in the other case', (name, at) => name.slice(0, at) + inOtherCase(name[at] ?? '') + name.slice(at + 1)],
    ['all letters in lower case', (name) => name.toLowerCase()],
    ['a space before it', (name) => ` ${name}`],
    ['the prefix of its service', (name) => `iam:${name}`],
  ])('is reported with the right name if it has %s', (_error, of) => {
    expect(NAMES.length).toBeGreaterThan(400);
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.nat(), (name, place) => {
        const written = of(name, place % (name.length - 1));
        const meant = events.namesMeant(written, []);
        const isReal = meant.length === 0 && events.isKnown(written);
        return written === name || isReal || meant.includes(name);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['DeleteTrails', 'DeleteTrail'],
    ['TerminateInstance', 'TerminateInstances'],
    ['consoleLogin', 'ConsoleLogin'],
    ['Consolelogin', 'ConsoleLogin'],
    ['GetSecretsValue', 'GetSecretValue'],
    ['PutBuketPolcy', 'PutBucketPolicy'],
    ['AuthorizeSecurityGroupIngres', 'AuthorizeSecurityGroupIngress'],
    ['UpdateFunctonCode20150331v2', 'UpdateFunctionCode20150331v2'],
  ])('is reported if it is %s', (written, meant) => {
    expect(events.namesMeant(written, [])).toEqual([meant]);
  });

  it('is compared with others only as long as it takes to check a long list', () => {
    const startedMs = performance.now();
    for (let at = 0; at < 500; at++) events.namesMeant(`Qxzwk${at}Unheard${at * 7}Of`, []);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});

function inOtherCase(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

describe('a rule with a misspelled event', () => {
  it.each<[rule: string, hint: string, at: string]>([
    ["eventName == 'StopLoging'", '`StopLogging`', "'StopLoging'"],
    ["'StopLoging' == eventName", '`StopLogging`', "'StopLoging'"],
    ["eventName != 'StopLoging'", '`StopLogging`', "'StopLoging'"],
    ["eventName in ['StopLogging', 'DeletBucket']", '`DeleteBucket`', "'DeletBucket'"],
    ["not (readOnly or eventName not in ('DeletBucket',))", '`DeleteBucket`', "'DeletBucket'"],
    ["event['eventName'] == 'StopLoging'", '`StopLogging`', "'StopLoging'"],
    ["lower(eventName) == 'stoploging'", '`stoplogging`', "'stoploging'"],
    ["iequals(eventName, 'StopLoging')", '`StopLogging`', "'StopLoging'"],
    ["eventName.startsWith('Delte')", '`Delete`', "'Delte'"],
    ["glob(eventName, 'Delte*')", '`Delete`', "glob(eventName, 'Delte*')"],
    ["eventName == 'Delete*'", '`glob(eventName, "Delete*")`', "'Delete*'"],
    ["eventName == 'StopInstance' and eventSource == 'ec2.amazonaws.com'", '`StopInstances`', "'StopInstance'"],
    // Of all services, CreateUser is as close.
    ["eventName == 'CreateUsage' and eventSource == 'apigateway.amazonaws.com'", '', ''],
    ["eventSource == 'iam.amazonaw.com'", '`iam.amazonaws.com`', "'iam.amazonaw.com'"],
    ["eventSource == 'iam.aws.com'", '', ''],
    ["eventSource == 'iam'", '`iam.amazonaws.com`', "'iam'"],
    ["eventSource == 'aws.iam'", '`iam.amazonaws.com`', "'aws.iam'"],
    ["eventSource in ['S3.amazonaws.com', 'kms.amazonaws.com']", '`s3.amazonaws.com`', "'S3.amazonaws.com'"],
    ["eventSource == 'cloudtrial.amazonaws.com'", '`cloudtrail.amazonaws.com`', "'cloudtrial.amazonaws.com'"],
    ["eventSource == 'inspector3.amazonaws.com'", '', ''],
    ["eventSource == 'sxs.amazonaws.com'", '', ''],
    ["eventSource == 'iam.amazonaws.com.cn'", '', ''],
    ["eventSource == 'my-own-tool'", '', ''],
    ["userIdentity.type == 'root'", '`Root`', "'root'"],
    ["userIdentity.type in ['Root', 'AssumeRole']", '`AssumedRole`', "'AssumeRole'"],
    ["userIdentity.type == 'IAM User'", '`IAMUser`', "'IAM User'"],
    ["userIdentity.type == 'QuantumUser'", '', ''],
    ["eventType != 'AwsApiCalls'", '`AwsApiCall`', "'AwsApiCalls'"],
    ["eventType == 'CloudTrailToSlackFinding'", '', ''],
    ["eventCategory == 'management'", '`Management`', "'management'"],
    ["responseElements.ConsoleLogin == 'Failed'", '`Success` or `Failure`', "'Failed'"],
    ["additionalEventData.MFAUsed == 'no'", '`No`', "'no'"],
    ["userIdentity.sessionContext.attributes.mfaAuthenticated == 'False'", '`false`', "'False'"],
    ["requestParameters.type == 'root'", '', ''],
    ["errorCode == 'Accessdenied'", '`AccessDenied`', "'Accessdenied'"],
    ["errorCode in ['AccessDenied', 'NoSuchBucket']", '', ''],
    ["awsRegion == 'eu-west1'", '`eu-west-1`', "'eu-west1'"],
    ["awsRegion != 'US-East-1'", '`us-east-1`', "'US-East-1'"],
    ["awsRegion in ['us-gov-east1', 'us-gov-west-1', 'mars-north-12']", '`us-gov-east-1`', "'us-gov-east1'"],
    ["awsRegion == 'us-east-1a'", '`us-east-1`', "'us-east-1a'"],
    ["awsRegion == 'somewhere'", '', ''],
    ["sourceIPAddress == '10.0.0.0/8'", '`inCidr(sourceIPAddress, "10.0.0.0/8")`', "'10.0.0.0/8'"],
    ["sourceIPAddress == '10.0.0.8'", '', ''],
    ["eventName == 'StopLogging' and eventSource == 's3.amazonaws.com'", '', ''],
    ["eventName == 'NewlyAnnouncedThing'", '', ''],
    ["eventName.startsWith('UpdateFunctionCode2015')", '', ''],
    ["eventName.endsWith('Loging') or 'Loging' in eventName", '', ''],
    ["requestParameters.eventName == 'StopLoging'", '', ''],
    ["eventName == 5 or eventName == ''", '', ''],
  ])('%s is reported with %s', (rule, hint, at) => {
    const reported = found(rule).map(({ hint: said, range }) => [said, rule.slice(range.start, range.end)]);
    expect(reported).toEqual(at === '' ? [] : [[expect.stringContaining(hint), at]]);
  });

  it('is reported with the sources that it names', () => {
    const [problem] = found("eventName == 'StopInstance' and eventSource == 'ec2.amazonaws.com'");
    expect(problem).toMatchObject({
      ...{ level: 'warning', code: 'unknown_event_name', line: 1, column: 14 },
      message: 'no known event of ec2.amazonaws.com has the name "StopInstance"',
    });
  });

  it('is reported for each name of a list that it uses', () => {
    const environment = ruleEnvironment({ risky: ['StopLoging', 'DeleteTrail', 'DeletBucket'] });
    const { rule } = compileRule('eventName in lists.risky', environment);
    const reported = rule && misspelledEvents(rule, environment, events).map(({ message }) => message);
    expect(reported).toEqual([expect.stringContaining('StopLoging'), expect.stringContaining('DeletBucket')]);
  });
});
