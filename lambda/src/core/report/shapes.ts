// Counts alerts by everything that a suggested ignore rule can refer to. In: alerts of single events. Out: shapes: records with only these
// fields, each for all alerts that have the same values and rules. Bounded: alerts of further shapes are counted together.

import { SIGN_IN_RESULTS } from '../records/failure.ts';
import { fieldReader, isLeaf } from '../records/field-path.ts';
import type { CloudTrailRecord, Json } from '../records/record.ts';
import { isNamedByRole, LONGEST_RULE } from '../render/ignore-entry.ts';
import type { RuleFacts } from './facts.ts';

/** The fields that `ignoreConditionsFor` reads. */
const FIELDS = [
  'eventSource',
  'eventName',
  'eventType',
  'recipientAccountId',
  'errorCode',
  ...SIGN_IN_RESULTS,
  'additionalEventData.MFAUsed',
  'insightDetails.insightType',
  'insightDetails.eventSource',
  'insightDetails.eventName',
  'insightDetails.errorCode',
  'accountId',
  'summary.primaryDimension.dimension',
  'summary.primaryDimension.statistics.0.name',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.onBehalfOf.userId',
  'additionalEventData.UserName',
  'userIdentity.invokedBy',
  'userIdentity.userName',
  'userIdentity.principalId',
  'userIdentity.accountId',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.userName',
];

const READERS = FIELDS.map((path) => fieldReader(path));

/** Alerts with the same values of all fields and the same rules. */
export interface Shape {
  /** A record with only the fields that count. */
  readonly record: CloudTrailRecord;
  /**
   * For callers that a rule names by their role: what the ARN and the principal id of every session begin with. The record has those of
   * one session. Null for other callers, of which the shape has exact values.
   */
  readonly sessions: { readonly arn: string; readonly principalId: string } | null;
  readonly rules: readonly RuleFacts[];
  alerts: number;
}

export interface Shapes {
  add(record: CloudTrailRecord, rules: readonly RuleFacts[]): void;
  readonly all: readonly Shape[];
  /** Alerts of further shapes. */
  readonly further: number;
}

const SHAPES_MAX = { shapes: 20_000, characters: 20_000_000 } as const;

/** Creates an empty count. */
export function createShapes(): Shapes {
  const shapes = new Map<string, Shape>();
  let characters = 0;
  let further = 0;
  return {
    add(record, rules) {
      const values = READERS.map((read) => comparable(read(record)));
      const sessions = isNamedByRole(record) ? sessionsOf(values) : null;
      const key = JSON.stringify([
        sessions,
        values.map((value, place) => keyPart(value, FIELDS[place], sessions)),
        rules,
      ]);
      const known = shapes.get(key);
      if (known !== undefined) known.alerts++;
      else if (shapes.size === SHAPES_MAX.shapes || characters + key.length > SHAPES_MAX.characters) further++;
      else {
        characters += key.length;
        shapes.set(key, { record: recordOf(values), sessions, rules, alerts: 1 });
      }
    },
    get all() {
      return [...shapes.values()];
    },
    get further() {
      return further;
    },
  };
}

// A text that is longer than a rule equals none in it, and neither does its beginning. Of containers, only their existence counts.
function comparable(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return value.length > LONGEST_RULE ? value.slice(0, LONGEST_RULE + 1) : value;
  return value === undefined || isLeaf(value) ? value : {};
}

function sessionsOf(values: readonly (Json | undefined)[]): NonNullable<Shape['sessions']> {
  const text = (path: (typeof FIELDS)[number]) => String(values[FIELDS.indexOf(path)] ?? '');
  return {
    arn: text('userIdentity.arn').replace(/[^/]*$/, ''),
    principalId: text('userIdentity.principalId').replace(/:.*$/s, ''),
  };
}

const OF_SESSION: readonly (string | undefined)[] = ['userIdentity.arn', 'userIdentity.principalId'];

// JSON has no undefined: an absent value is an empty list.
function keyPart(value: Json | undefined, path: string | undefined, sessions: Shape['sessions']): Json {
  if (sessions !== null && OF_SESSION.includes(path)) return null;
  return value === undefined ? [] : value;
}

function recordOf(values: readonly (Json | undefined)[]): CloudTrailRecord {
  const record: Record<string, Json> = Object.create(null);
  for (const [place, path] of FIELDS.entries()) {
    const value = values[place];
    if (value !== undefined) setAt(record, path.split('.'), value);
  }
  return JSON.parse(JSON.stringify(record)) as CloudTrailRecord;
}

function setAt(target: Record<string, Json>, [key = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = (target[key] ?? {}) as Record<string, Json>;
  target[key] = inner;
  setAt(inner, rest, value);
}
