// The renderers of all kinds of destinations, in one file that is loaded when there is something to render.

export { createJsonEventRenderer, createStreamRecordRenderer } from '../core/render/json-event.ts';
export { createPagerDutyRenderer } from '../core/render/pagerduty.ts';
export { createSlackRenderer } from '../core/render/slack.ts';
export { createSnsRenderer } from '../core/render/sns.ts';
export { createTeamsRenderer } from '../core/render/teams.ts';
