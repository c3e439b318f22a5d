// The ports that a call about a security group names. In: a record. Out: the words `port ` and the value `22`, or null where it
// names none or all: other protocols than TCP and UDP have numbers in these fields too, and they are no ports.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html

import { fieldReader } from '../../records/field-path.ts';
import type { CloudTrailRecord, Json } from '../../records/record.ts';

const WITH_PORTS: readonly unknown[] = ['tcp', 'udp', '6', '17', undefined];
const MOST_RANGES = 3;

/** The noun that fits, and the numbers. A call names one range on top, or a list of permissions with a range each. */
export function portsOf(
  record: CloudTrailRecord,
): { readonly noun: 'port' | 'ports'; readonly numbers: string } | null {
  const listed = fieldReader('requestParameters.ipPermissions.items')(record);
  const permissions =
    Array.isArray(listed) && listed.length > 0 ? listed : [fieldReader('requestParameters')(record) ?? null];
  const ranges = permissions.slice(0, 100).map(rangeOf);
  // Where one permission is about everything, the ports of the others say too little.
  if (ranges.includes(null)) return null;
  const distinct = [...new Set(ranges)];
  const more = distinct.length > MOST_RANGES ? ` and ${distinct.length - MOST_RANGES} more` : '';
  const isOne = distinct.length === 1 && !distinct[0]?.includes('-');
  return { noun: isOne ? 'port' : 'ports', numbers: distinct.slice(0, MOST_RANGES).join(', ') + more };
}

function rangeOf(permission: Json): string | null {
  const at = (field: string) => fieldReader(field)(permission);
  const [from, to = from] = [at('fromPort'), at('toPort')];
  if (!WITH_PORTS.includes(at('ipProtocol')) || typeof from !== 'number' || typeof to !== 'number') return null;
  if (from < 0 || (from === 0 && to === 65_535)) return null;
  return from === to ? String(from) : `${from}-${to}`;
}
