// The function's own queue, to which it sends what it must do later.

export interface OwnMessage {
  readonly body: string;
  /** Whole seconds until it can be received, at most 900. */
  readonly delaySeconds: number;
}

export interface OwnQueue {
  /** Sends messages, in any number. Rejects if one of them may not be sent; others may be sent then. */
  send(messages: readonly OwnMessage[]): Promise<void>;
}
