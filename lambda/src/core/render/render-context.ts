// What the renderers know besides the notice. The console's address comes from each record's region, not from here.

import { accountOf } from '../records/account.ts';
import type { CloudTrailRecord } from '../records/record.ts';

export interface RenderContext {
  /** The name of this very function, so that a reader knows who speaks. */
  readonly functionName: string;
  /** Friendly names by account id. */
  readonly accountNames: Readonly<Record<string, string>>;
}

/** The friendly name of an account id; null where it has none. */
export function accountNameOf(id: string, context: RenderContext): string | null {
  return Object.hasOwn(context.accountNames, id) ? (context.accountNames[id] ?? null) : null;
}

/** How a reader knows the account of a record: by its friendly name, else by its id; `''` where it is unknown. */
export function accountLabelOf(record: CloudTrailRecord, context: RenderContext): string {
  const id = accountOf(record);
  return accountNameOf(id, context) ?? id;
}
