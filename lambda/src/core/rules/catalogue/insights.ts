// The pack `insights`: what CloudTrail Insights reports, where a trail has it switched on. Pure data. An Insights event
// has no event name, source or identity of its own: what it is about stands in `insightDetails`.

import type { Pack } from './catalogue-rule.ts';

const REFERENCE = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html';

const INSIGHT = 'eventType == "AwsCloudTrailInsight"';

export const INSIGHTS: Pack = {
  name: 'insights',
  description: 'Unusual activity that CloudTrail Insights reports; the trail must have Insights switched on.',
  rules: [
    {
      name: 'call-rate-became-unusual',
      expression: `${INSIGHT} and insightDetails.insightType == "ApiCallRateInsight"
        and insightDetails.state == "Start"`,
      severity: 'medium',
      description: 'An API is called far more or far less often than in the week before.',
      noise: 'A few a week in a busy account; deployments and migrations cause most of them.',
      reference: REFERENCE,
    },
    {
      name: 'error-rate-became-unusual',
      expression: `${INSIGHT} and insightDetails.insightType == "ApiErrorRateInsight"
        and insightDetails.state == "Start"`,
      severity: 'medium',
      description: 'Calls of an API fail far more often than in the week before, as when somebody tries permissions.',
      noise: 'A few a week; broken deployments and expired permissions cause most of them.',
      reference: REFERENCE,
    },
    {
      name: 'unusual-activity-ended',
      expression: `${INSIGHT} and insightDetails.state == "End"`,
      severity: 'info',
      description: 'Unusual activity that was reported before has come to an end.',
      noise: 'As many as there are beginnings.',
      reference: REFERENCE,
    },
  ],
};
