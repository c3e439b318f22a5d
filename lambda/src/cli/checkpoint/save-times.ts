// When a checkpoint is written. What it contains can be large, so writing it takes at most a tenth of the time.

/** Decides whether it is time to save. */
export interface SaveTimes {
  isDue(): boolean;
  /** Notes that a save ended, which began at `beganMs` of the performance clock. */
  saved(beganMs: number): void;
}

const SAVE_EVERY_MS = 1_000;
const SHARE_OF_TIME = 10;

/** The first save is due immediately. */
export function createSaveTimes(): SaveTimes {
  let nextMs = 0;
  return {
    isDue: () => performance.now() >= nextMs,
    saved(beganMs) {
      const savedMs = performance.now();
      nextMs = savedMs + Math.max(SAVE_EVERY_MS, SHARE_OF_TIME * (savedMs - beganMs));
    },
  };
}
