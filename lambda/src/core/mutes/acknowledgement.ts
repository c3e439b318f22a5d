// An acknowledgement: who said that they look after an alert, and when. Plain data.

export interface Acknowledgement {
  /** The Slack user. */
  readonly by: string;
  readonly atMs: number;
}

/** Whether a text is the id of a Slack user: https://docs.slack.dev/reference/objects/user-object */
export function isUserId(text: string): boolean {
  return /^[UW][A-Z0-9]{2,40}$/.test(text);
}
