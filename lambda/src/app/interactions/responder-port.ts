// Answers to people who pressed something in Slack.

/** An answer in the form of Slack's `response_url`: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export interface SlackAnswer {
  /** Whether the answer replaces the message with the button. */
  readonly replace_original: boolean;
  /** `ephemeral`: only the person who pressed the button sees it. */
  readonly response_type?: 'in_channel' | 'ephemeral';
  readonly text: string;
  readonly blocks?: readonly object[];
  readonly attachments?: readonly object[];
}

export interface Responder {
  /**
   * Sends an answer. Permanent fault if the URL is not Slack's: then nothing is sent. Rejects when `signal` aborts: then the answer may have
   * been sent.
   */
  respond(responseUrl: string, answer: SlackAnswer, signal?: AbortSignal): Promise<void>;
}
