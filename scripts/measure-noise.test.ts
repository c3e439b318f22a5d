import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../lambda/src/core/records/record.ts';
import { createNoise } from './measure-noise.ts';

const record = (eventSource: string, eventName: string, errorCode?: string): CloudTrailRecord => ({
  eventSource,
  eventName,
  eventType: 'AwsApiCall',
  userAgent: 'aws-cli/2.15.0',
  userIdentity: { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::123456789012:user/alice' },
  ...(errorCode && { errorCode }),
});

const STOP = record('cloudtrail.amazonaws.com', 'StopLogging');
const READ = record('ec2.amazonaws.com', 'DescribeInstances');

describe('the measurement of noise', () => {
  it('counts the records that each pack and each rule match, without rows for rules that match none', () => {
    const noise = createNoise();
    for (const one of [STOP, ...Array.from({ length: 999 }, () => READ)]) noise.add(one);
    const lines = noise.render().split('\n');
    expect(lines[0]).toBe('1,000 records');
    expect(lines.filter((line) => line.startsWith('| `trail-') || line.startsWith('| `core` '))).toEqual([
      '| `core` | 9 | 1 | 1.0 |',
      '| `trail-configuration-changed` | cis | critical or high | 1 | 1.0 |',
      '| `trail-logging-stopped` | core | critical or high | 1 | 1.0 |',
      '| `trail-stopped` | threats | critical or high | 1 | 1.0 |',
    ]);
  });

  it('marks a rule of threats above the limit', () => {
    const noise = createNoise();
    for (const one of [STOP, ...Array.from({ length: 100 }, () => READ)]) noise.add(one);
    const marked = noise
      .render()
      .split('\n')
      .filter((line) => line.includes('above the limit'));
    expect(marked).toEqual(['| `trail-stopped` | threats | critical or high | 1 | 9.9 (above the limit of 5) |']);
  });
});
