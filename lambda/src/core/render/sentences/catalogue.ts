// The catalogue of phrases: what a call did. In: a record. Out: the phrase for its event name, or a generic phrase that
// contains the event name.

import { textAt } from '../../records/field-path.ts';
import type { CloudTrailRecord } from '../../records/record.ts';
import { COMPUTE_PHRASES } from './compute.ts';
import { IDENTITY_PHRASES } from './identity.ts';
import { NETWORK_PHRASES } from './network.ts';
import type { Phrase } from './phrase.ts';
import { STORAGE_PHRASES } from './storage.ts';
import { WATCH_PHRASES } from './watch.ts';

const GROUPS = [IDENTITY_PHRASES, WATCH_PHRASES, NETWORK_PHRASES, COMPUTE_PHRASES, STORAGE_PHRASES];

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
  'reported unusual activity: {insightDetails.eventName}[ of {insightDetails.eventSource}][ ({insightDetails.insightType}, {insightDetails.state})]';

/** For events without a phrase in the catalogue. */
const DEFAULT_PHRASES: readonly Phrase[] = ['called {eventName}', 'made an unnamed call'];

/** Phrases for a record's call, the best first; the last needs no field. Lambda's event names carry the API's date (`AddPermission20150331v2`), the catalogue does not. */
export function phrasesOf(record: CloudTrailRecord): readonly Phrase[] {
  if (textAt(record, 'eventType') === 'AwsCloudTrailInsight') return [INSIGHT_PHRASE, 'reported unusual activity'];
  const name = textAt(record, 'eventName') ?? '';
  const undated = name.replace(/\d{8}(?:v\d)?$/, '');
  const own = PHRASES.get(`${textAt(record, 'eventSource')} ${undated}`);
  return own === undefined ? DEFAULT_PHRASES : [own, ...DEFAULT_PHRASES];
}
