// The catalogue of phrases: what a call did. In: a record. Out: the phrase for its event name, or a generic phrase that
// contains the event name.

import { withoutApiVersion } from '../../records/api-version.ts';
import { textAt } from '../../records/field-path.ts';
import type { CloudTrailRecord } from '../../records/record.ts';
import { ACCESS_PHRASES } from './access.ts';
import { COMPUTE_PHRASES } from './compute.ts';
import { FINDING_PHRASES } from './findings.ts';
import { IDENTITY_PHRASES } from './identity.ts';
import { NETWORK_PHRASES } from './network.ts';
import type { Phrase } from './phrase.ts';
import { PROTECTION_PHRASES } from './protection.ts';
import { READING_PHRASES } from './reading.ts';
import { INFRASTRUCTURE_READING_PHRASES } from './reading-infrastructure.ts';
import { SPENDING_PHRASES } from './spending.ts';
import { STORAGE_PHRASES } from './storage.ts';
import { WATCH_PHRASES } from './watch.ts';
import { WORKLOAD_PHRASES } from './workloads.ts';

const GROUPS = [
  IDENTITY_PHRASES,
  WATCH_PHRASES,
  NETWORK_PHRASES,
  COMPUTE_PHRASES,
  STORAGE_PHRASES,
  PROTECTION_PHRASES,
  READING_PHRASES,
  INFRASTRUCTURE_READING_PHRASES,
  SPENDING_PHRASES,
  WORKLOAD_PHRASES,
  ACCESS_PHRASES,
  FINDING_PHRASES,
];

/** Every phrase under `<event source> <event name>`. */
export const PHRASES: ReadonlyMap<string, Phrase> = new Map(
  GROUPS.flatMap((group) =>
    Object.entries(group).flatMap(([source, phrases]) =>
      Object.entries(phrases).map(([name, phrase]): [string, Phrase] => [`${source} ${name}`, phrase]),
    ),
  ),
);

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
const INSIGHT_PHRASE: Phrase =
  'reported unusual activity[: {insightDetails.eventName}][ of {insightDetails.eventSource}][ ({insightDetails.insightType}, {insightDetails.state})]';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
const AGGREGATED_PHRASE: Phrase =
  'counted calls[ to {eventSource}][ by {summary.primaryDimension.dimension}][: {summary.primaryDimension.statistics.*.name}][ ({summary.primaryDimension.statistics.*.value})]';

/** For events without a phrase in the catalogue. */
const DEFAULT_PHRASE: Phrase = 'called <{eventName}|an unnamed operation>';

/** The phrase of a record's call. The names in the catalogue do not end with a version. */
export function phraseOf(record: CloudTrailRecord): Phrase {
  if (textAt(record, 'eventType') === 'AwsCloudTrailInsight') return INSIGHT_PHRASE;
  if (textAt(record, 'eventType') === 'AwsAggregatedEvent') return AGGREGATED_PHRASE;
  const name = textAt(record, 'eventName') ?? '';
  return PHRASES.get(`${textAt(record, 'eventSource')} ${withoutApiVersion(name)}`) ?? DEFAULT_PHRASE;
}
