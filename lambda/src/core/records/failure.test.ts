import { expect, it } from 'vitest';
import { failureOf, failureText } from './failure.ts';

it.each([
  ['a call without error', { responseElements: null }, null],
  [
    'an error with a message',
    { errorCode: 'AccessDenied', errorMessage: 'no' },
    { code: 'AccessDenied', message: 'no' },
  ],
  ['an error without a message', { errorCode: 'AccessDenied' }, { code: 'AccessDenied', message: null }],
  ['only a message', { errorMessage: 'Failed authentication' }, { code: null, message: 'Failed authentication' }],
  ['a failed sign-in', { responseElements: { ConsoleLogin: 'Failure' } }, { code: null, message: null }],
  ['a failed switch to a role', { responseElements: { SwitchRole: 'Failure' } }, { code: null, message: null }],
  ['a failed MFA check', { responseElements: { CheckMfa: 'Failure' } }, { code: null, message: null }],
  ['a switch to a role', { responseElements: { SwitchRole: 'Success' } }, null],
  [
    'a failed sign-in to Identity Center',
    { serviceEventDetails: { CredentialVerification: 'Failure' } },
    { code: null, message: null },
  ],
  ['a sign-in to Identity Center', { serviceEventDetails: { UserAuthentication: 'Success' } }, null],
  ['fields of another type', { errorCode: 7, errorMessage: [] }, null],
])('reads %s', (_, record, failure) => {
  expect(failureOf(record)).toEqual(failure);
});

it.each([
  ['nothing if there is no message', undefined, null],
  ['the message', 'no', 'no'],
  [
    'no encoded reason',
    'You are not authorized. Encoded authorization failure message: K2-zhDkMq_q',
    'You are not authorized.',
  ],
  ['nothing if there is only an encoded reason', 'Encoded authorization failure message: K2', null],
])('shows %s', (_, errorMessage, text) => {
  expect(failureText({ errorCode: 'UnauthorizedOperation', ...(errorMessage && { errorMessage }) })).toBe(text);
});
