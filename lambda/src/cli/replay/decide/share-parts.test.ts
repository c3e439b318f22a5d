import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareParts } from './share-parts.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

async function* count(to: number, read: number[], error?: Error): AsyncGenerator<number> {
  for (let part = 0; part < to; part++) {
    read.push(part);
    yield part;
  }
  if (error) throw error;
}

describe('parts that pipelines share', () => {
  it('are read once and reach every pipeline in order, whichever takes longer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(6),
        fc.array(fc.array(fc.nat(3)), { minLength: 1, maxLength: 3 }),
        async (parts, delays) => {
          const read: number[] = [];
          const shared = shareParts(count(parts, read), delays.length);
          const taken = await Promise.all(
            delays.map(async (waits, pipeline) => {
              const own: number[] = [];
              for await (const part of shared.for(pipeline)) {
                own.push(part);
                // The next part is read only after this one is taken by all.
                expect(read.length).toBe(part + 1);
                for (let left = waits[part] ?? 0; left > 0; left--) await tick();
              }
              shared.leave(pipeline);
              return own;
            }),
          );
          const all = Array.from({ length: parts }, (_, part) => part);
          expect([read, ...taken]).toEqual([all, ...delays.map(() => all)]);
        },
      ),
    );
  });

  it('reach the other pipelines if one takes no more, or none', async () => {
    const shared = shareParts(count(4, []), 3);
    const all: number[] = [];
    const first = async () => {
      for await (const _ of shared.for(0)) break;
    };
    const second = async () => {
      for await (const part of shared.for(1)) all.push(part);
    };
    await Promise.all([first(), second(), tick().then(() => shared.leave(2))]);
    expect(all).toEqual([0, 1, 2, 3]);
  });

  it('end with the same error for every pipeline', async () => {
    const shared = shareParts(count(1, [], new Error('torn')), 2);
    const take = async (pipeline: number) => {
      for await (const _ of shared.for(pipeline));
    };
    const results = await Promise.allSettled([take(0), take(1)]);
    expect(results.map((result) => result.status === 'rejected' && result.reason.message)).toEqual(['torn', 'torn']);
  });
});
