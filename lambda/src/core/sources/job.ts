// The input of a schedule: `{"cloudtrailToSlack":{"job":"<name>"}}`. In: a payload. Out: the job to run.

import { type EnvelopeItem, JOB_NAMES } from './envelope.ts';
import { objectAt, textAt, valueAt } from './payload.ts';
import { invalid, type Source, wholeCall } from './source.ts';

export const job: Source = {
  name: 'job',
  recognises: (payload) => valueAt(objectAt(payload, 'cloudtrailToSlack'), 'job') !== undefined,
  decode: (payload) => wholeCall('job', [decodeJob(textAt(objectAt(payload, 'cloudtrailToSlack'), 'job'))]),
};

function decodeJob(given: string | undefined): EnvelopeItem {
  const name = JOB_NAMES.find((known) => known === given);
  return name === undefined ? invalid('a job with an unknown name') : { kind: 'job', job: name };
}
