// docs/migrate: the module accepts the code on the pages, and translated rules have the same meaning.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { createProgram } from '../../src/cli/program.ts';
import { withoutSecrets } from '../../src/cli/settings/load-settings.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import type { Json, JsonObject } from '../../src/core/records/record.ts';
import { catalogueProblems, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { environmentOf } from '../../src/setup/compose-rules.ts';
import { parseSettings, type Settings } from '../../src/setup/settings.ts';
import { isMatchedBy } from '../cli/pattern-matcher.ts';
import { ROOT, readText } from '../repository.ts';
import { codeBlocks, tableRows, variablesOf } from './documents.ts';

const PAGES = readdirSync(path.join(ROOT, 'docs/migrate')).map((file) => ({
  file,
  page: readText(`docs/migrate/${file}`),
}));
const pageOf = (name: string) => readText(`docs/migrate/${name}.md`);
const ENVIRONMENT = environmentOf(parseSettings({}));
const HCL = PAGES.flatMap(({ file, page }) => codeBlocks(page, 'hcl').map((code, index) => ({ file, index, code })));

let variables: readonly string[];
let relayVariables: readonly string[];
beforeAll(async () => {
  await loadPatternEngine();
  variables = await variablesOf('variables.tf', 'variables.deprecated.tf');
  relayVariables = await variablesOf('modules/eventbridge-relay/variables.tf');
});

interface ModuleBlock extends JsonObject {
  readonly source: string;
}

function compileAll({ rules, ignoreRules }: Settings): unknown[] {
  return [...rules, ...ignoreRules].flatMap(
    ({ expression }: RuleDefinition) => compileRule(expression, ENVIRONMENT).problems,
  );
}

/** The problems of literal arguments of the module. */
function problemsOf(given: JsonObject): unknown[] {
  const settings = parseSettings(withoutSecrets(given));
  const watch = Object.keys((given.console_actions as JsonObject | undefined) ?? {});
  const known = Object.keys(parseSettings({ console_actions: {} }).consoleActions ?? {});
  return [
    ...Object.keys(given).filter((name) => !variables.includes(name)),
    ...watch.filter((name) => !known.includes(name)),
    ...catalogueProblems(settings.rulePacks, settings.disabledRules),
    ...compileAll(settings),
  ];
}

describe.each(HCL)('HCL block $index of docs/migrate/$file', ({ file, code }) => {
  it('is valid for the module', async () => {
    const {
      module,
      moved,
      removed,
      import: imported,
      resource,
      ...bare
    } = (await parse(file, code)) as Record<string, Json>;
    const blocks = Object.values((module ?? {}) as unknown as Record<string, ModuleBlock[]>).flat();
    for (const { source, version, ...given } of blocks) {
      if (source.includes('modules/eventbridge-relay')) {
        expect(Object.keys(given).filter((name) => !relayVariables.includes(name))).toEqual([]);
      } else expect(problemsOf(given as JsonObject)).toEqual([]);
    }
    expect(problemsOf(bare as JsonObject)).toEqual([]);
    expect(
      blocks.length + Object.keys(bare).length + [moved, removed, imported, resource].flat().length,
    ).toBeGreaterThan(0);
  });
});

const RULES = PAGES.flatMap(({ file, page }) => [
  ...codeBlocks(page, 'rule').map((code) => ({ file, rule: code.trim() })),
  ...codeBlocks(page, 'yaml').flatMap((code) =>
    parseSettings({ rules: parseYaml(code) }).rules.map(({ expression }) => ({ file, rule: expression })),
  ),
]);

it.each(RULES)('the rule of docs/migrate/$file compiles without a warning: $rule', ({ rule }) => {
  expect(compileRule(rule, ENVIRONMENT).problems).toEqual([]);
});

describe('commands of docs/migrate', () => {
  const terminal = {} as Terminal;
  const { commands } = createProgram(terminal, () => {});
  const lines = PAGES.flatMap(({ page }) => [
    ...page.matchAll(/npx cloudtrail-to-slack (\S+)(.*)|`check( --event-pattern[^`]*)`/g),
  ]);

  it.each(lines.map(([line, name = 'check', rest = '', more = '']) => ({ line, name, options: rest + more })))(
    '$line',
    ({ name, options }) => {
      const command = commands.find((one) => one.name() === name);
      const known = command?.options.map(({ long }) => long);
      expect(known).toEqual(expect.arrayContaining(options.match(/(?<= )--[\w-]+/g) ?? []));
    },
  );
});

const code = (cell = '') => cell.replace(/^`|`$/g, '');

describe('the translation of a pattern', () => {
  const rows = tableRows(pageOf('eventbridge-rules'), 'pattern', 'rule').map(([pattern, rule]) => ({
    pattern: code(pattern),
    rule: code(rule),
  }));

  it('has a row for every operator', () => {
    expect(rows.length).toBeGreaterThanOrEqual(20);
  });

  it.each(rows)('matches the same events for $pattern as $rule', ({ pattern, rule }) => {
    const compiled = compileRule(rule, ENVIRONMENT);
    expect(compiled.problems).toEqual([]);
    const answers = EVENTS.map((event) => ({ event, answer: compiled.rule?.evaluate(event) }));
    expect(answers).toEqual(EVENTS.map((event) => ({ event, answer: isMatchedBy(event, JSON.parse(pattern)) })));
    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set([true, false]));
  });
});

it.each(tableRows(pageOf('eventbridge-rules'), 'filter', 'rule'))(
  'the translation of %s compiles without a warning',
  (_filter, rule) => {
    expect(compileRule(code(rule), ENVIRONMENT).problems).toEqual([]);
  },
);

// Events have one of these values in each field, or lack the field.
const VALUES: readonly (readonly [path: readonly string[], values: readonly (Json | undefined)[]])[] = [
  [['eventName'], ['StopLogging', 'DeleteTrail', 'DeleteBucket', 'stoplogging', undefined]],
  [
    ['userIdentity', 'type'],
    ['Root', 'IAMUser', undefined],
  ],
  [['errorCode'], ['AccessDenied', undefined]],
  [['readOnly'], [true, false]],
  [['sessionCredentialFromConsole'], ['true', undefined]],
  [['responseElements'], [null, { x: 'y' }, undefined]],
  [
    ['requestParameters', 'maxResults'],
    [10, 11, 20, 21, '15', undefined],
  ],
  [
    ['requestParameters', 'names'],
    [['a', 'x'], ['x'], [], 'b', undefined],
  ],
  [['sourceIPAddress'], ['10.1.2.3', '11.0.0.1', 'ec2.amazonaws.com', undefined]],
];

// Two fields at a time: all combinations would be a hundred thousand events.
const EVENTS: readonly JsonObject[] = VALUES.flatMap(([path, values], first) =>
  VALUES.slice(first).flatMap(([otherPath, others]) =>
    values.flatMap((value) => others.map((other) => withValue(withValue({}, path, value), otherPath, other))),
  ),
);

function withValue(event: JsonObject, [field = '', ...rest]: readonly string[], value: Json | undefined): JsonObject {
  if (value === undefined) return event;
  const inner = event[field];
  const below = (typeof inner === 'object' && inner !== null ? inner : {}) as JsonObject;
  return { ...event, [field]: rest.length === 0 ? value : withValue(below, rest, value) };
}

describe('the rule that replaces the search by user agent', () => {
  const page = pageOf('eventbridge-rules');
  const [source = ''] = codeBlocks(page, 'rule');
  const means = (event: JsonObject) => compileRule(source.trim(), ENVIRONMENT).rule?.evaluate(event);
  const change = { eventName: 'PutBucketPolicy', userAgent: 'console.amazonaws.com', userIdentity: { type: 'Root' } };
  const assuming = { eventName: 'AssumeRole', userAgent: 'Coral/Netty4' };

  it.each<[string, JsonObject]>([
    ...[
      'console.amazonaws.com',
      'Coral/Jakarta',
      'Coral/Netty4',
      'AWS CloudWatch Console',
      'S3Console/0.4',
      '[S3Console/0.4, aws-internal/3]',
      'Mozilla/5.0',
      'console.ec2.amazonaws.com',
      'aws-internal/3 aws-sdk-java AWSLambdaConsole/1',
    ].map((userAgent): [string, JsonObject] => [userAgent, { ...change, userAgent }]),
    ['a role that a person assumes', { ...assuming, userIdentity: { type: 'IAMUser' } }],
    ['a role that another service assumes', { ...assuming, userIdentity: { invokedBy: 'sso.amazonaws.com' } }],
  ])('matches %s', (_what, event) => {
    expect(means(event)).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['the CLI', { ...change, userAgent: 'aws-cli/2.1' }],
    ['no user agent', { eventName: 'PutBucketPolicy' }],
    ['a user agent that was added later', { ...change, userAgent: 'signin.amazonaws.com' }],
    ['a name that only reads', { ...change, eventName: 'GetObject' }],
    ['a name that changes nothing', { ...change, eventName: 'LookupEvents' }],
    ['AWS itself', { ...change, userIdentity: { invokedBy: 'AWS Internal' } }],
    ['a role that EC2 assumes', { ...assuming, userIdentity: { invokedBy: 'ec2.amazonaws.com' } }],
  ])('does not match %s', (_what, event) => {
    expect(means(event)).toBe(false);
  });
});

describe('the page about the ClickOps notifier', () => {
  // Version 6: https://registry.terraform.io/modules/cloudandthings/clickops-notifier/aws
  it.each(
    `standalone cloudtrail_log_group cloudtrail_bucket_name webhooks_for_slack_notifications
    webhooks_for_msteams_notifications excluded_accounts included_accounts excluded_users included_users
    excluded_scoped_actions excluded_scoped_actions_effect naming_prefix cloudtrail_bucket_notifications_sns_arn tags
    event_processing_timeout event_batch_size event_maximum_batching_window log_retention_in_days
    lambda_deployment_s3_bucket lambda_deployment_s3_key lambda_deployment_upload_to_s3_enabled lambda_runtime
    lambda_memory_size lambda_log_level create_iam_role iam_role_arn additional_iam_policy_statements
    kms_key_id_for_sns_topic allowed_aws_principals_for_sns_subscribe firehose_delivery_stream_name
    subcription_filter_distribution`.split(/\s+/),
  )('describes the replacement of %s', (name) => {
    const rows = tableRows(pageOf('clickops-notifier'), 'variable', 'now');
    expect(rows.filter(([old]) => old?.split(', ').includes(`\`${name}\``))).toHaveLength(1);
  });
});

describe('the page about the account watcher', () => {
  it('lists every rule of the pack as the replacement of a trigger', () => {
    const rows = tableRows(pageOf('account-watcher'), 'in the template', 'now');
    const named = rows.flatMap(([, now = '']) => [...now.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name]) => name));
    const pack = PACKS.find(({ name }) => name === 'account-watch');
    expect(named).toEqual(pack?.rules.map(({ name }) => name));
  });
});

describe('the page about cloudtrail-to-slack (Python)', () => {
  it('names only variables that the module has', () => {
    const rows = tableRows(pageOf('cloudtrail-to-slack-python'), 'variable', 'now');
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.map(([old = '']) => code(old)).filter((name) => !variables.includes(name))).toEqual([]);
  });
});

it.each(PAGES)('docs/migrate/$file links only to pages that exist', ({ page }) => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
  expect(links.map((link) => readText(path.join('docs/migrate', link)).length > 0)).not.toContain(false);
});
