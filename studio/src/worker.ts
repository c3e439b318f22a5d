// The worker of the studio: answers the calls of the page. It never uses the network: the page's content security policy, which it
// inherits, forbids it.

import { StudioEngine } from './engine/studio-engine.ts';
import type { Answer, Call, Report } from './protocol.ts';

const post = (message: Answer | Report): void => postMessage(message);
const engine = new StudioEngine(post);

async function answer({ id, method, args }: Call): Promise<Answer> {
  try {
    const call = engine[method] as (...given: readonly unknown[]) => unknown;
    return { id, result: await call.apply(engine, [...args]) };
  } catch (error) {
    return { id, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<Call>) => {
  answer(data).then(post, (error: unknown) => reportError(error));
});
