// The ports in a request about a security group. In: a record. Out: the noun `port` and the values, such as `22`; null if
// it names none or all. Protocols other than TCP and UDP also have numbers in these fields, but they are not ports.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html

import { valueAt } from '../../records/field-path.ts';
import type { CloudTrailRecord, Json } from '../../records/record.ts';

const WITH_PORTS: readonly unknown[] = ['tcp', 'udp', '6', '17', undefined];

/** Ports and ranges of ports, such as `8000-8080`, with the noun that fits them. */
export interface Ports {
  readonly noun: 'port' | 'ports';
  readonly ranges: readonly string[];
}

/** The ports that a request names: one range at the top level, or a list of permissions with a range each. */
export function portsOf(record: CloudTrailRecord): Ports | null {
  const listed = valueAt(record, 'requestParameters.ipPermissions.items');
  const permissions =
    Array.isArray(listed) && listed.length > 0 ? listed : [valueAt(record, 'requestParameters') ?? null];
  const found = permissions.slice(0, 100).map(rangeOf);
  const ranges = [...new Set(found.filter((range) => range !== null))];
  // If one permission covers all ports, the ports of the others are not the whole truth.
  if (found.includes(null)) return null;
  const isOne = ranges.length === 1 && !ranges[0]?.includes('-');
  return { noun: isOne ? 'port' : 'ports', ranges };
}

function rangeOf(permission: Json): string | null {
  const at = (field: string) => valueAt(permission, field);
  const [from, to = from] = [at('fromPort'), at('toPort')];
  if (!WITH_PORTS.includes(at('ipProtocol')) || typeof from !== 'number' || typeof to !== 'number') return null;
  if (from < 0 || (from === 0 && to === 65_535)) return null;
  return from === to ? String(from) : `${from}-${to}`;
}
