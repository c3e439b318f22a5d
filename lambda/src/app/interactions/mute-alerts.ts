// Mutes alerts, ends mutes, and lists them. In: the press of a button. Out: the list of mutes is changed, and the channel can see who did it. A mute is
// stored before it is announced; if the announcement fails, the job `mutes` posts it.

import type { Action } from '../../core/interactions/interaction.ts';
import { endOf, isRunning, type Mute, muteIdOf } from '../../core/mutes/mute.ts';
import { endMute, MUTES_MAX, noteAnnounced, runningAt, startMute } from '../../core/mutes/mute-list.ts';
import { eventTimeAt } from '../../core/records/event-time.ts';
import { muteEndedByMessage, muteListMessage, muteStartedMessage } from '../../core/render/mute-messages.ts';
import { changeMutes, storedMutes } from '../mutes/change-mutes.ts';
import type { Interactions } from './interactions.ts';

type Muting = Extract<Action, { kind: 'mute' }>;
type Unmuting = Extract<Action, { kind: 'unmute' }>;
type Listing = Extract<Action, { kind: 'list' }>;

/** Starts a mute, unless one of the same alerts is running. `atSeconds` is the time of the request. */
export async function muteAlerts(press: Muting, atSeconds: number, interactions: Interactions): Promise<void> {
  const { user, responseUrl } = press;
  const { mutes, responder, log, muteAllowedUsers } = interactions;
  if (muteAllowedUsers.length > 0 && !muteAllowedUsers.includes(user)) {
    log.warn('mute_not_allowed', { by: user, rule: press.target.rule });
    return inform(interactions, responseUrl, 'You cannot mute alerts: `mute_allowed_users` does not list you.');
  }
  const mute = muteOf(press, atSeconds, interactions.clock.nowMs());
  const started = await changeMutes(mutes, (list) => startMute(list, mute));
  if (started.kind === 'full') {
    const remark = `At most ${MUTES_MAX} mutes can run at the same time. End another one first.`;
    return listMutes({ destination: mute.destination, responseUrl }, interactions, remark);
  }
  if (started.kind === 'known') return inform(interactions, responseUrl, knownText(started.mute, mute.startedMs));
  const { id, rule, key, destination, untilMs } = mute;
  log.warn('mute_started', { mute: id, rule, key, destination, by: user, until: new Date(untilMs).toISOString() });
  const announcement = muteStartedMessage(mute);
  await responder.respond(responseUrl, { replace_original: false, response_type: 'in_channel', ...announcement });
  await changeMutes(mutes, (list) => ({ mutes: noteAnnounced(list, id) }));
}

function muteOf({ target, scope, durationMs, user }: Muting, atSeconds: number, nowMs: number): Mute {
  const { destination, rule } = target;
  const isWhole = scope === 'rule';
  const covers = { destination, rule, key: isWhole ? null : target.key };
  return {
    id: muteIdOf(covers, atSeconds),
    ...covers,
    what: isWhole ? '' : target.what,
    by: user,
    startedMs: nowMs,
    untilMs: nowMs + durationMs,
    announced: false,
  };
}

function knownText(mute: Mute, nowMs: number): string {
  const end = eventTimeAt(endOf(mute)).utc;
  return isRunning(mute, nowMs)
    ? `These alerts are muted until ${end} already, by <@${mute.by}>. To change that, end the mute first.`
    : `This mute ended at ${end}.`;
}

/** Ends a mute, and shows it in the message that announced it. Everyone in the channel can do so. */
export async function unmuteAlerts(
  { user, muteId, isInList, responseUrl }: Unmuting,
  interactions: Interactions,
): Promise<void> {
  const { mutes, responder, clock, log } = interactions;
  const ended = { atMs: clock.nowMs(), by: user };
  const { mute } = await changeMutes(mutes, (list) => endMute(list, muteId, ended));
  const isOurs = mute?.ended?.atMs === ended.atMs;
  if (mute?.ended === undefined || (isInList && !isOurs))
    return inform(interactions, responseUrl, 'This mute has ended already.');
  if (isOurs) log.warn('mute_ended', { mute: muteId, rule: mute.rule, by: user });
  // The rest of a list stays, and the channel sees what only one person could have seen.
  const place = isInList
    ? ({ replace_original: false, response_type: 'in_channel' } as const)
    : { replace_original: true };
  await responder.respond(responseUrl, { ...place, ...muteEndedByMessage(mute) });
}

/** Shows the running mutes of a destination to the person who asked for them. */
export async function listMutes(
  { destination, responseUrl }: Pick<Listing, 'destination' | 'responseUrl'>,
  { mutes, responder, clock }: Interactions,
  remark?: string,
): Promise<void> {
  const running = runningAt(await storedMutes(mutes), destination, clock.nowMs());
  const place = { replace_original: false, response_type: 'ephemeral' } as const;
  await responder.respond(responseUrl, { ...place, ...muteListMessage(running, remark) });
}

async function inform({ responder }: Interactions, responseUrl: string, text: string): Promise<void> {
  await responder.respond(responseUrl, { replace_original: false, response_type: 'ephemeral', text });
}
