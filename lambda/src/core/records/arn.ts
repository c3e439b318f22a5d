// Amazon Resource Names in records. In: a value of a record. Out: the ARN in its usual spelling, and the account in it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html

/** The value with a percent-encoded ARN (`arn%3Aaws%3A...`, from the path of a request) decoded; any other value unchanged. */
export function decodeArn(value: string): string {
  if (!/^arn%3A/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // Not valid percent-encoding, so it is not an encoded ARN.
  }
}

/** The account id in an ARN; null if it has none, as the ARNs of buckets and of AWS managed policies. */
export function accountInArn(value: string): string | null {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(decodeArn(value))?.[1] ?? null;
}
