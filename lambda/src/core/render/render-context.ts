// What the renderers know besides the notice. The console's address is not part of it: it depends on the record's region.

import { accountOf } from '../records/account.ts';
import type { CloudTrailRecord, RecordOrigin } from '../records/record.ts';

export interface RenderContext {
  /** The name of the Lambda function, shown so that readers know the sender. */
  readonly functionName: string;
  /** Friendly names by account id. */
  readonly accountNames: Readonly<Record<string, string>>;
  /** The AWS access portal, through which links to the console sign in to the account of the event; null for direct links. */
  readonly accessPortalUrl?: string | null;
}

/** The friendly name of an account id; null if it has none. */
export function accountNameOf(id: string, context: RenderContext): string | null {
  return Object.hasOwn(context.accountNames, id) ? (context.accountNames[id] ?? null) : null;
}

/** The label of an account: its friendly name, otherwise its id. */
export function accountLabel(id: string, context: RenderContext): string {
  return accountNameOf(id, context) ?? id;
}

/** The label of a record's account; `''` if it is unknown. */
export function accountLabelOf(record: CloudTrailRecord, origin: RecordOrigin | null, context: RenderContext): string {
  return accountLabel(accountOf(record, origin), context);
}
