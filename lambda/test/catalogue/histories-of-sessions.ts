// Histories for the rules about keys and sessions after they were issued: one that fires and ones that nearly do.

import { DAY, event, type Histories, type History, HOUR, MINUTE } from './history-parts.ts';

const OTHER_KEY = { 'userIdentity.accessKeyId': 'AKIAOTHERKEY' };
const NEW_NETWORK = { sourceIPAddress: '1.2.3.4' };

// Two events of one key or user in time, the other way round, too late, and of different ones.
const following = (before: string, after: string, withinSeconds: number, other: Readonly<Record<string, unknown>>) => ({
  fires: [event(before, 0), event(after, withinSeconds - MINUTE)],
  misses: [
    [event(after, 0), event(before, MINUTE)],
    [event(before, 0), event(after, withinSeconds + MINUTE)],
    [event(before, 0), event(after, MINUTE, other)],
  ],
});

const callsFrom = (seconds: number, names: readonly string[], key = 'ASIAEXAMPLE'): History =>
  names.map((eventName, index) =>
    event('sensitive-calls-of-session', seconds + index * MINUTE, {
      eventName,
      eventID: `${eventName}-${seconds}`,
      'userIdentity.accessKeyId': key,
    }),
  );

const LOOK_AROUND = ['GetCallerIdentity', 'ListUsers', 'ListSecrets', 'GetSecretValue'];
const ISSUED = event('pod-session-issued', 0);

const KEY_USED = 'long-term-key-used-from-new-network';
const CALL = 'sensitive-call-with-long-term-key';

/** By rule: a history that opens one alert, and histories that open none. */
export const SESSION_HISTORIES: Histories = {
  'mfa-device-added-after-password-reset': following('password-of-user-reset', 'mfa-device-added', 4 * HOUR, {
    'requestParameters.userName': 'carol',
  }),
  'own-key-created-and-used': following('own-key-created', 'long-term-key-used', HOUR, OTHER_KEY),
  'federated-session-issued-and-used': following(
    'federated-session-issued',
    'federated-session-made-change',
    HOUR,
    OTHER_KEY,
  ),
  'models-listed-and-invoked-with-long-term-key': following(
    'models-listed-with-long-term-key',
    'model-invoked-with-long-term-key',
    15 * MINUTE,
    OTHER_KEY,
  ),
  'pod-session-issued-and-misused': {
    fires: [ISSUED, ...callsFrom(MINUTE, LOOK_AROUND)],
    misses: [
      [ISSUED, ...callsFrom(MINUTE, LOOK_AROUND.slice(1))],
      [ISSUED, ...callsFrom(MINUTE, LOOK_AROUND, 'ASIAOTHER')],
      [ISSUED, ...callsFrom(2 * HOUR, LOOK_AROUND)],
    ],
  },
  'sensitive-call-with-key-from-new-network': {
    fires: [event(KEY_USED, 0), event(KEY_USED, 8 * DAY, NEW_NETWORK), event(CALL, 8 * DAY + 10 * MINUTE, NEW_NETWORK)],
    misses: [
      [event(KEY_USED, 0), event(KEY_USED, 8 * DAY), event(CALL, 8 * DAY + 10 * MINUTE)],
      [event(KEY_USED, 0), event(KEY_USED, 8 * DAY, NEW_NETWORK), event(CALL, 8 * DAY + 2 * HOUR, NEW_NETWORK)],
      [
        event(KEY_USED, 0),
        event(KEY_USED, MINUTE, OTHER_KEY),
        event(KEY_USED, 8 * DAY, NEW_NETWORK),
        event(CALL, 8 * DAY + 10 * MINUTE, OTHER_KEY),
      ],
    ],
  },
};
