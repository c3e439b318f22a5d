import { describe, expect, it } from 'vitest';
import { createSlackWebhook } from './webhook.ts';

describe('a Slack webhook', () => {
  it.each([
    ['that anybody on the way can read', 'http://hooks.slack.com/services/T0/B0/secret'],
    ['of a machine that is merely called like this one', 'http://localhost.example.com/services/secret'],
    ['that is none', 'hooks.slack.com/services/T0/B0/secret'],
    ['of another kind', 'file:///services/T0/B0/secret'],
  ])('is not called by a URL %s, and the URL is not told', async (_, url) => {
    const { post } = createSlackWebhook({ readUrl: async () => url, timeoutMs: 200 });
    const error = await post({ text: 'x' }, null).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ kind: 'permanent', code: 'invalid_url' });
    expect(String(error)).not.toContain('services');
  });
});
