// Random log files, rules and ignore rules, which overlap in what they match.

import fc from 'fast-check';

const USERS = ['alice', 'bob', 'carol'];
const EVENTS = ['CreateUser', 'DeleteUser', 'GetUser'];

const event = fc
  .record({ id: fc.nat(40), user: fc.nat(2), name: fc.nat(2), minute: fc.nat(200), denied: fc.boolean() })
  .map(({ id, user, name, minute, denied }) => ({
    // Two records with one id are the same event.
    eventID: `${id} ${user} ${name} ${minute} ${denied}`,
    eventName: EVENTS[name],
    eventSource: 'iam.amazonaws.com',
    eventTime: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString().replace('.000', ''),
    awsRegion: 'eu-west-1',
    recipientAccountId: '111111111111',
    userIdentity: { type: 'IAMUser', userName: USERS[user], arn: `arn:aws:iam::111111111111:user/${USERS[user]}` },
    ...(denied && { errorCode: 'AccessDenied' }),
  }));

export const condition = fc.constantFrom(
  "eventName == 'CreateUser'",
  "eventName == 'DeleteUser'",
  "userIdentity.userName == 'alice'",
  "userIdentity.userName == 'bob' and eventName == 'GetUser'",
  "errorCode == 'AccessDenied'",
);
const severity = fc.constantFrom('low', 'high', 'critical');
const burst = (gte: number) => ({ type: 'event_count', group_by: ['userIdentity.arn'], timespan: '30m', gte });
const correlation = fc.constantFrom(undefined, burst(2), burst(3), burst(4));
export const rules = fc
  .array(fc.record({ expression: condition, severity, correlation }), { maxLength: 5 })
  .map((given) => given.map((rule, index) => ({ name: `rule-${index}`, ...rule })));
export const files = fc.array(fc.array(event, { maxLength: 12 }), { minLength: 1, maxLength: 5 });
