import { describe, expect, it } from 'vitest';
import { accountInArn, decodeArn } from './arn.ts';

describe('decodeArn', () => {
  it.each([
    ['arn%3Aaws%3Aiam%3A%3A123456789012%3Auser%2Fjane', 'arn:aws:iam::123456789012:user/jane'],
    ['ARN%3aaws%3aiam', 'ARN:aws:iam'],
    ['arn:aws:s3:::bucket/100%25', 'arn:aws:s3:::bucket/100%25'],
    ['arn%3Aaws%3A%E0%A4', 'arn%3Aaws%3A%E0%A4'],
    ['100%25', '100%25'],
    ['', ''],
  ])('turns %s into %s', (value, arn) => {
    expect(decodeArn(value)).toBe(arn);
  });
});

describe('accountInArn', () => {
  it.each([
    ['arn:aws:kms:eu-west-1:123456789012:key/1', '123456789012'],
    ['arn%3Aaws%3Akms%3Aeu-west-1%3A123456789012%3Akey%2F1', '123456789012'],
    ['arn:aws:s3:::bucket', null],
    ['arn:aws:iam::aws:policy/AdministratorAccess', null],
    ['123456789012', null],
  ])('finds in %s the account %s', (value, account) => {
    expect(accountInArn(value)).toBe(account);
  });
});
