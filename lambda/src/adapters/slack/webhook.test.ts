import { describe, expect, it } from 'vitest';
import { createSlackWebhook } from './webhook.ts';

describe('a Slack webhook', () => {
  it.each([
    ['that is not encrypted', 'http://hooks.slack.com/services/T0/B0/secret'],
    ['whose host name only begins with localhost', 'http://localhost.example.com/services/secret'],
    ['without a scheme', 'hooks.slack.com/services/T0/B0/secret'],
    ['of another scheme', 'file:///services/T0/B0/secret'],
  ])('rejects a URL %s, and does not reveal it', async (_, url) => {
    const { post } = createSlackWebhook({ readUrl: async () => url });
    const error = await post({ text: 'x' }, null).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ kind: 'permanent', code: 'invalid_url' });
    expect(String(error)).not.toContain('services');
  });
});
