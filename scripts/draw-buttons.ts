// The messages of the pictures in docs/slack-buttons.md. Out: messages as the function and the endpoint of the buttons make them.

import { acknowledgedMessage } from '../lambda/src/core/interactions/acknowledged-message.ts';
import type { Fields } from '../lambda/src/core/interactions/interaction.ts';
import { MUTE_DURATIONS, type Mute, muteIdOf } from '../lambda/src/core/mutes/mute.ts';
import { readTarget } from '../lambda/src/core/mutes/mute-target.ts';
import { muteReportMessage, muteStartedMessage } from '../lambda/src/core/render/mute-messages.ts';
import { createSlackRenderer } from '../lambda/src/core/render/slack.ts';
import type { SlackMessage } from '../lambda/src/core/render/slack-blocks.ts';
import type { RuleDefinition } from '../lambda/src/core/rules/rule.ts';
import { noticeOfAlert } from '../lambda/src/core/threads/make-notice.ts';

const CHANNEL = 'slack:C0123456789';
const ALERT_MS = Date.UTC(2026, 10, 29, 10, 42);
const MINUTE_MS = 60_000;
const RULE: RuleDefinition = {
  name: 'login-profile-created',
  severity: 'high',
  expression: '',
  description: 'A password for the console was created.',
  pack: 'threats',
  runbookUrl: null,
};
const RECORD = {
  eventID: '5b1f2c7e-8d3a-4f0e-9a6b-2f1c7d9e4a10',
  eventName: 'CreateLoginProfile',
  eventSource: 'iam.amazonaws.com',
  eventTime: new Date(ALERT_MS - 4 * MINUTE_MS).toISOString(),
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.31.0',
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/onboarding',
    accountId: '111122223333',
    userName: 'onboarding',
  },
  requestParameters: { userName: 'carol', passwordResetRequired: true },
};

/** By the name of the picture: its messages. */
export function buttonMessages(): Readonly<Record<string, readonly object[]>> {
  const renderer = createSlackRenderer(
    { functionName: 'cloudtrail-to-slack', accountNames: { '111122223333': 'production' } },
    { buttonsFor: CHANNEL },
  );
  const alert = renderer.message(noticeOfAlert({ record: RECORD, rule: RULE, rules: [RULE], origin: null }), 1);
  const pressed = { ts: '1.1', text: alert.text, blocks: fields(alert.blocks), attachments: fields(alert.attachments) };
  const acknowledged = acknowledgedMessage(pressed, { by: 'U0000ALICE', atMs: ALERT_MS + 3 * MINUTE_MS });
  const mute = muteOf(alert);
  const report = muteReportMessage(mute, { total: 10, otherRules: new Map([['iam-changed', 10]]) });
  return {
    'slack-alert-buttons': [withOpenMenu(alert)],
    'slack-acknowledged': [acknowledged],
    'slack-mute': [muteStartedMessage(mute), report],
  };
}

const fields = (values: readonly object[] = []): Fields[] => values.map((value) => ({ ...value }));

function muteOf({ blocks }: SlackMessage): Mute {
  const actions = blocks.find((block) => block.type === 'actions');
  const button = actions?.elements.find((element) => element.type === 'button');
  const target = readTarget(button?.value ?? '');
  if (target === null) throw new Error('the alert has no buttons');
  const { destination, rule, key, what } = target;
  const covers = { destination, rule, key };
  const startedMs = ALERT_MS + 5 * MINUTE_MS;
  return {
    ...{ ...covers, id: muteIdOf(covers, startedMs / 1_000), what, by: 'U0000ALICE', announced: true },
    ...{ startedMs, untilMs: startedMs + MUTE_DURATIONS['8h'] },
  };
}

function withOpenMenu(message: SlackMessage): object {
  const blocks = message.blocks.map((block) =>
    block.type === 'actions'
      ? {
          ...block,
          elements: block.elements.map((element) => ({ ...element, open: element.type === 'static_select' })),
        }
      : block,
  );
  return { ...message, blocks };
}
