// When a log file arrived in the bucket. In: its path. Out: a time, or null if the name does not contain one.

// Threads depend on the time at which log files arrive. CloudTrail writes it into their names, in UTC.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
const ARRIVAL = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/;

/** The arrival time in milliseconds since 1970, or null. */
export function arrivalMs(path: string): number | null {
  const arrival = ARRIVAL.exec(path);
  if (arrival === null) return null;
  const [, year, month, day, hour, minute] = arrival.map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute);
}
