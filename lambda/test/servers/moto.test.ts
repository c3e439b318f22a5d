import { afterEach, describe, expect, it } from 'vitest';
import { startMoto } from './moto.ts';

describe('startMoto', () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
  });

  it('fails with the install command if moto is missing', async () => {
    process.env.PATH = '/nowhere';
    await expect(startMoto()).rejects.toThrow(
      /pip install 'moto\[server\]'[\s\S]*moto_server: [\s\S]*python3 -m moto\.server: /,
    );
  });
});
