// Keeps a few messages of each rule. In: alerts in the order of delivery. Out: the first messages of each rule, as Slack shows
// them, within limits on their number and size.

import { createSlackRenderer, type SlackMessage } from '../../core/render/slack.ts';
import type { AlertNotice } from '../../core/threads/notice.ts';
import type { Settings } from '../../setup/settings.ts';

export const SAMPLES = { ofRule: 3, all: 150, characters: 1_500_000 } as const;

export interface MessageSamples {
  add(notice: AlertNotice): void;
  /** By rule, in the order of their first alerts. */
  readonly byRule: ReadonlyMap<string, readonly SlackMessage[]>;
}

/** Creates an empty selection. */
export function createMessageSamples(settings: Settings): MessageSamples {
  const renderer = createSlackRenderer(settings);
  const byRule = new Map<string, SlackMessage[]>();
  let left: number = SAMPLES.all;
  let room: number = SAMPLES.characters;
  return {
    byRule,
    add(notice) {
      const messages = byRule.get(notice.alert.rule.name) ?? [];
      if (messages.length === SAMPLES.ofRule || left === 0) return;
      const message = renderer.message(notice, 1);
      const { length } = JSON.stringify(message);
      if (length > room) return;
      left--;
      room -= length;
      byRule.set(notice.alert.rule.name, messages);
      messages.push(message);
    },
  };
}
