// The connections of an instance to AWS. In: the start of an invocation. Out: pools in which no connection was unused for long. Lambda
// freezes an instance between invocations, so it does not notice when connections end: each of them would fail when it is used, and
// there are more of them than a call has attempts.
// https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html#function-code

import http from 'node:http';
import https from 'node:https';
import { useAgents } from './client.ts';

// NAT gateways and endpoints forget a connection after 350 seconds; services close it earlier.
const PAUSE_MAX_MS = 20_000;

/**
 * Makes all clients that are made from now on share their connections. Returns a function to call when an invocation begins: if the last
 * one began long ago, it closes the connections that are not in use.
 */
export function shareConnections(): () => void {
  const options = { keepAlive: true, maxSockets: 50 };
  const agents = { httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options) };
  useAgents(agents);
  let invokedMs = Date.now();
  return () => {
    const pausedMs = Date.now() - invokedMs;
    invokedMs += pausedMs;
    if (pausedMs <= PAUSE_MAX_MS) return;
    for (const { freeSockets } of Object.values(agents))
      for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
  };
}
