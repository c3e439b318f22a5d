// Keeps a few messages of each rule, and a few scheduled summaries. In: alerts and summaries in the order of delivery. Out: the first
// messages, as Slack shows them, within limits on their number and size.

import { createSlackRenderer } from '../../core/render/slack.ts';
import type { SlackMessage } from '../../core/render/slack-blocks.ts';
import type { AlertNotice, Notice, ScheduledSummaryNotice } from '../../core/threads/notice.ts';
import type { Settings } from '../../setup/settings.ts';

const SAMPLES = { ofRule: 3, summaries: 10, all: 150, characters: 1_500_000 } as const;

export interface MessageSamples {
  add(notice: AlertNotice): void;
  addSummary(notice: ScheduledSummaryNotice): void;
  /** By rule, in the order of their first alerts. */
  readonly byRule: ReadonlyMap<string, readonly SlackMessage[]>;
  readonly summaries: readonly SlackMessage[];
}

/** Creates an empty selection. */
export function createMessageSamples(settings: Settings): MessageSamples {
  const renderer = createSlackRenderer(settings);
  const byRule = new Map<string, SlackMessage[]>();
  let left: number = SAMPLES.all;
  let room: number = SAMPLES.characters;
  const summaries: SlackMessage[] = [];
  const addTo = (messages: SlackMessage[], most: number, notice: Notice): void => {
    if (messages.length === most || left === 0) return;
    const message = renderer.message(notice, 1);
    const { length } = JSON.stringify(message);
    if (length > room) return;
    left--;
    room -= length;
    messages.push(message);
  };
  return {
    byRule,
    summaries,
    add(notice) {
      const { name } = notice.alert.rule;
      const messages = byRule.get(name) ?? [];
      addTo(messages, SAMPLES.ofRule, notice);
      if (messages.length > 0) byRule.set(name, messages);
    },
    addSummary: (notice) => addTo(summaries, SAMPLES.summaries, notice),
  };
}
