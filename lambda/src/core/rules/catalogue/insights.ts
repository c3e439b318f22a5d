// The pack `insights`: what CloudTrail Insights reports if a trail has it enabled. Pure data. An Insights event has no
// event name, source or identity at its top level: they are in `insightDetails`.

import type { Pack } from './catalogue-rule.ts';

const REFERENCE = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html';

const INSIGHT = 'eventType == "AwsCloudTrailInsight"';

export const INSIGHTS: Pack = {
  name: 'insights',
  description: 'Unusual activity that CloudTrail Insights reports. Insights must be enabled on the trail.',
  rules: [
    {
      name: 'call-rate-became-unusual',
      expression: `${INSIGHT} and insightDetails.insightType == "ApiCallRateInsight"
        and insightDetails.state == "Start"`,
      severity: 'medium',
      description: 'An API is called much more or much less often than in the previous week.',
      noise: 'A few a week in a busy account. Deployments and migrations cause most of them.',
      reference: REFERENCE,
    },
    {
      name: 'error-rate-became-unusual',
      expression: `${INSIGHT} and insightDetails.insightType == "ApiErrorRateInsight"
        and insightDetails.state == "Start"`,
      severity: 'medium',
      description:
        'Calls of an API fail much more often than in the previous week, as when an attacker probes permissions.',
      noise: 'A few a week. Broken deployments and expired permissions cause most of them.',
      reference: REFERENCE,
    },
    {
      name: 'unusual-activity-ended',
      expression: `${INSIGHT} and insightDetails.state == "End"`,
      severity: 'info',
      description: 'Unusual activity that was reported before has ended.',
      noise: 'One for each alert about a start.',
      reference: REFERENCE,
    },
  ],
};
