// Names of events that end with a version. In: the name of an event. Out: the name of the operation.

/**
 * The name without the date of the API that Lambda and CloudFront may write after it: `AddPermission20150331v2`,
 * `CreateFunction2020_05_31`.
 */
export function withoutApiVersion(eventName: string): string {
  return eventName.replace(/\d{4}_?\d\d_?\d\d(?:v\d)?$/, '');
}
