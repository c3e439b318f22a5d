import { describe, expect, it } from 'vitest';
import {
  type ConsoleActionParameters,
  EXCLUDED_SCOPED_ACTIONS,
  NOTHING_SET,
  PACK_LISTS,
  packLists,
} from './pack-lists.ts';

const listsWith = (parameters: Partial<ConsoleActionParameters>) =>
  packLists({ functionName: 'f', consoleActions: { ...NOTHING_SET, ...parameters } });

describe('the lists of the packs', () => {
  it('include every reserved list, whatever the settings', () => {
    expect(Object.keys(packLists({ functionName: 'f' }))).toEqual(Object.keys(PACK_LISTS));
  });

  it('are the same for omitted and for empty settings', () => {
    expect(packLists({ functionName: 'f', consoleActions: null })).toEqual(listsWith({}));
  });

  it.each([
    [undefined, []],
    [false, []],
    [true, ['AWSService', 'AssumedRole']],
  ])('contain the types of services if access_denied_by_services is %s: %j', (accessDeniedByServices, types) => {
    expect(packLists({ functionName: 'f', accessDeniedByServices }).access_denied_service_types).toEqual(types);
  });

  it.each<[Partial<ConsoleActionParameters>, Partial<ReturnType<typeof packLists>>]>([
    [{}, { own_function_names: ['f'] }],
    [{}, { access_denied_service_types: [] }],
    [{}, { console_included_accounts: ['*'], console_excluded_accounts: [] }],
    [
      { included_accounts: ['1'], excluded_accounts: ['2'] },
      { console_included_accounts: ['1'], console_excluded_accounts: ['2'] },
    ],
    [{}, { console_included_users: ['*'], console_excluded_users: [] }],
    [{ included_users: ['a'] }, { console_included_users: ['a', '*:a', '*/a'] }],
    [{ excluded_users: ['a'] }, { console_excluded_users: ['a', '*:a', '*/a'] }],
    [{}, { console_excluded_scoped_actions: EXCLUDED_SCOPED_ACTIONS }],
    [{ excluded_scoped_actions: ['a:b'] }, { console_excluded_scoped_actions: [...EXCLUDED_SCOPED_ACTIONS, 'a:b'] }],
    [
      { excluded_scoped_actions: ['a:b'], excluded_scoped_actions_effect: 'REPLACE' },
      { console_excluded_scoped_actions: ['a:b'] },
    ],
    [{ human_sessions: ['*@example.com'] }, { console_human_sessions: ['*:*@example.com'] }],
    [{}, { console_client_identity_types: [] }],
    [
      { include_cli_and_sdk: true },
      {
        console_client_identity_types: [
          ...['Root', 'IAMUser', 'FederatedUser', 'SAMLUser', 'IdentityCenterUser', 'AssumedRole'],
        ],
      },
    ],
  ])('contain, for %j, %j', (parameters, lists) => {
    expect(listsWith(parameters)).toMatchObject(lists);
  });
});
