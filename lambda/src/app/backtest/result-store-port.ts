// Where a backtest stores its results.

export interface ResultStore {
  /**
   * Stores a text as a compressed object; the same name replaces it, so that a batch that is repeated stores nothing twice.
   * Rejects with a `PortError`, which is transient if the same call may succeed later.
   */
  write(name: string, text: string): Promise<void>;
}
