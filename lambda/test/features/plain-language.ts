// Words and phrases that we do not write, and what to write instead. In: nothing. Out: data for plain-language.test.ts. Add a
// phrase when you find one in a review; it must never forbid a term of the glossary in CONTRIBUTING.md.

export interface Phrase {
  /** A regular expression, matched without regard to case; a space in it matches a line break in a comment, too. */
  readonly find: string;
  /** What to write instead. */
  readonly write: string;
  /** Lines in which the phrase is legitimate. */
  readonly except?: readonly Exception[];
}

interface Exception {
  /** Start of the path. */
  readonly file: string;
  /** Part of the line, as it is written. */
  readonly line: string;
}

const ANYWHERE = '';

export const PHRASES: readonly Phrase[] = [
  // Delivery.
  { find: 'told|untold', write: 'delivered, undelivered, notified, reported' },
  { find: 'tell|tells|telling', write: 'deliver, notify, report, show; to tell apart: distinguish' },
  { find: 'hears? of|heard of', write: 'receive' },
  { find: 'gives? (?:it |them |that |this )?back|given back|gave back', write: 'return' },
  { find: '(?:gives|gave) (?:null|undefined|nothing|true|false|what|its|one|each|every|all|no)', write: 'return' },
  { find: 'made safe|makes? safe', write: 'escape' },
  { find: 'held back|holds? back|kept back|keeps? back', write: 'delay, withhold' },
  { find: 'goes astray|go astray|gone astray', write: 'is lost' },

  // Actors.
  { find: 'whoever|whomever|whosoever|whom', write: 'the actor: the user, the caller, anyone who' },
  {
    find: 'nobody|somebody|anybody|everybody',
    write: 'the actor: no user, another invocation, anyone, everyone',
    except: [{ file: 'lambda/test/cli/check.test.ts', line: 'lists.nobody' }],
  },
  { find: "(?:of )?(?:one['’]s|one s) own", write: 'your own, a separate' },
  { find: '(?:of|on) (?:theirs|ours|yours)', write: 'their, our, your' },
  { find: 'of (?:its|their|his|her|our|my|your) own', write: 'its own, their own, separate' },

  // Archaic words.
  { find: 'anew|afresh', write: 'again', except: [{ file: ANYWHERE, line: 'count_shown_anew' }] },
  { find: 'wished for|wishes for|wished', write: 'requested' },
  { find: 'lest', write: 'so that ... not' },
  { find: 'thereof|thereby|therein|thereto|thereupon|therewith|whereof|whereupon|wherein|whereby', write: 'of it, so' },
  { find: 'whence|thence|hence|whither|thither|hither', write: 'so, from there' },
  { find: 'hitherto|henceforth|heretofore|forthwith', write: 'until now, from now on, immediately' },
  { find: 'albeit|notwithstanding|whilst|amongst|betwixt|ere', write: 'although, while, among, before' },
  { find: 'shall|ought|need not', write: 'must, should, does not need to' },
  { find: 'upon', write: 'on, when' },
  { find: 'for ever', write: 'forever, indefinitely' },
  { find: 'in vain', write: 'without success' },
  { find: 'in peace', write: 'normally' },
  { find: 'as it were', write: '(leave it out)' },
  { find: 'likewise', write: 'also, the same' },
  { find: 'seldom|scarcely', write: 'rarely' },
  { find: 'asunder|amiss|awry', write: 'apart, wrong' },
  { find: 'heeds?|heeded', write: 'respect, read' },
  { find: 'begun', write: 'started' },
  { find: 'foresaw|foreseen', write: 'expected' },

  // Words with a plainer equivalent.
  { find: 'mends?|mended|mending', write: 'fix' },
  { find: 'doubts?|doubted', write: 'warning' },
  {
    find: 'likeness',
    write: 'variant',
    except: [
      { file: ANYWHERE, line: 'claim#likeness#' },
      { file: ANYWHERE, line: '`likeness#' },
    ],
  },
  { find: 'bears?|borne', write: 'have, contain' },
  { find: 'spares?|spared', write: 'avoid, save' },
  { find: 'remembers?|remembered', write: 'store, record, cache' },
  { find: 'quicker|quickest', write: 'faster, fastest' },
  { find: 'beside', write: 'next to, in addition to' },
  { find: 'by itself|by themselves', write: 'automatically, separately, alone' },
  { find: 'at once', write: 'immediately, at the same time' },
  { find: 'asks? for nothing', write: 'needs no action' },
  { find: 'the same again', write: 'similar' },
  { find: 'not to be had|can be had|may be had', write: 'unavailable, available' },
  { find: 'some [0-9][0-9,.]*', write: 'about' },
  { find: 'nothing but', write: 'only' },
  { find: 'but for', write: 'except' },
  { find: 'any more|none any', write: 'no longer' },
  { find: 'so that it may|so that they may|so that nothing may', write: 'so that it can' },
  { find: 'up to date', write: 'current' },
  { find: 'for then|for it is|for they are|for there is|for otherwise|for that is|for nothing', write: 'because' },
  {
    find: '(?:once|twice) an? (?:invocation|rule|record|event|instance|message|file|thread|destination)',
    write: 'once per',
  },
  { find: 'amounts? to', write: 'is equivalent to' },

  // Positions and containers.
  { find: 'stands?|stood|standing', write: 'is, is in, replaces, represents' },
  { find: 'left over|leftovers?', write: 'remaining, the rest' },
  { find: 'lies? (?:in|at|on|beside|there|between|below|behind)', write: 'is in, is between' },
  { find: 'at hand', write: 'current' },
  { find: 'taken for|takes? (?:it|them|that|this|one|another) for', write: 'treated as, mistaken for' },
  { find: 'pass(?:es|ed) over', write: 'skip' },
  {
    find: 'hand(?:s|ed)? (?:over|on)',
    write: 'pass, transfer',
    except: [{ file: ANYWHERE, line: 'account is handed over' }],
  },
  { find: 'works? off|worked off', write: 'process' },
  { find: 'is over|are over', write: 'ended, expired' },
  { find: 'in its (?:place|stead)|in their (?:place|stead)', write: 'instead' },
  { find: 'knows? (?:no|of no|nothing of|neither)', write: 'has no, does not support' },
  { find: 'comes? again|came again', write: 'is retried, arrives again' },
  { find: 'it is said|is said to|are said to|is said', write: 'the message states' },
  { find: 'asks? (?:about|after) it', write: 'checks, requests' },
  { find: 'what is (?:wanted|meant|told|given directly)', write: 'the expected value' },
  {
    find: '(?:is|are|was|were) (?:not )?to be (?:told|had|given|used|parsed|seen|expected|done|made|brought|kept|shown|retried|looked|posted|read|deleted)',
    write: 'must be, is expected to',
  },
  { find: 'somebody else.s|someone else.s', write: "another team's, another account's" },

  { find: '(?:say|says|said) (?:of|no more|nothing)', write: 'state, report, mention' },
  {
    find: '(?<!there )(?:is|are) no (?:list|text|number|json|object|string|boolean|record|file|alert|event|reason|change|failure|test|mistake|duplicate|rule|url|https|id|arn|array|call|call of|log file|notification|such)',
    write: 'is not a',
  },
  { find: '(?:to|at) the byte', write: 'byte for byte' },
  { find: 'for good', write: 'permanently' },
  { find: 'as what (?:it is|they are)', write: 'unchanged' },
  { find: 'all there (?:is|are)', write: 'all, none' },
  { find: 'wants? to (?:know|hear)|want nothing|wanted by', write: 'select, need' },
  { find: '(?:is|are) (?:laid|lain|put) beside', write: 'is compared with' },
  { find: 'ready-made', write: 'default (rules), generated' },
  { find: 'time-outs?', write: 'timeout' },
  { find: 'e-mails?', write: 'email' },
  { find: 'log-ins?', write: 'sign-in' },
  { find: 'more than one would', write: 'more than expected' },

  // CloudTrail's digest files are the only digests.
  {
    find: 'digests?|digested',
    write: 'summary (of alerts), hash (of text)',
    except: [
      { file: ANYWHERE, line: "'digest'" },
      { file: ANYWHERE, line: '"digest"' },
      { file: ANYWHERE, line: '`digest`' },
      { file: ANYWHERE, line: 'digest#' },
      { file: ANYWHERE, line: ".digest('hex')" },
      { file: ANYWHERE, line: ".digest('base64url')" },
      { file: ANYWHERE, line: ".digest('base64')" },
      { file: ANYWHERE, line: '.digest("hex")' },
      { file: ANYWHERE, line: 'digest file' },
      { file: ANYWHERE, line: 'digest-file' },
      { file: ANYWHERE, line: 'CloudTrail-Digest' },
      { file: ANYWHERE, line: 'as a digest](' },
      { file: 'CONTRIBUTING.md', line: "CloudTrail's signed list of log files" },
      { file: 'docs/adr/0064', line: '' },
      { file: 'docs/adr/0204', line: '' },
      { file: 'lambda/src/core/sources/', line: '' },
      { file: 'lambda/src/core/log-files/', line: '' },
      { file: 'lambda/src/core/digests/', line: '' },
      { file: 'lambda/src/cli/verify/', line: '' },
      { file: 'lambda/src/app/verification/', line: '' },
      { file: 'lambda/test/verification/', line: '' },
      { file: 'lambda/test/simulation/verification-', line: '' },
      { file: 'lambda/src/handler.ts', line: '' },
      { file: 'docs/adr/README.md', line: 'digest' },
      { file: 'docs/architecture.md', line: 'digest' },
      { file: 'docs/threat-model.md', line: 'digest' },
      { file: 'lambda/src/app/heartbeat/', line: '' },
      { file: 'lambda/src/adapters/aws/dynamodb-digested-accounts.ts', line: '' },
      { file: 'lambda/src/adapters/memory/digested-accounts.ts', line: '' },
      { file: 'lambda/test/contracts/digested-accounts.test.ts', line: '' },
      { file: 'lambda/test/pipeline/heartbeat', line: '' },
      { file: 'lambda/test/e2e/verification.test.ts', line: '' },
      { file: 'lambda/src/core/rules/catalogue/integrity.ts', line: '' },
      { file: 'lambda/src/core/render/sentences/findings.ts', line: '' },
      { file: 'lambda/test/catalogue/integrity.cases.json', line: '' },
      { file: 'lambda/src/adapters/aws/s3-digests.ts', line: '' },
      { file: ANYWHERE, line: 'createDigestStore' },
      { file: 'lambda/src/app/process-payload.ts', line: '' },
      { file: 'lambda/src/app/measure.ts', line: 'digestsVerified' },
      { file: ANYWHERE, line: 'DigestsVerified' },
      { file: 'docs/', line: '../lambda/test/verification/' },
      { file: 'docs/', line: '../lambda/test/pipeline/heartbeat.test.ts' },
      { file: 'docs/', line: '../lambda/test/e2e/verification.test.ts' },
      { file: 'lambda/bench/verify.ts', line: '' },
      { file: ANYWHERE, line: 'digest-missing' },
      { file: ANYWHERE, line: 'digest-invalid' },
      { file: ANYWHERE, line: 'digests-not-verified' },
      { file: ANYWHERE, line: 'DigestsNotVerified' },
      { file: ANYWHERE, line: 'digests-not-arriving' },
      { file: ANYWHERE, line: 'DigestsNotArriving' },
      { file: ANYWHERE, line: 'DigestMissing' },
      { file: ANYWHERE, line: 'DigestInvalid' },
      { file: 'docs/', line: 'digest-file-structure' },
      { file: ANYWHERE, line: 'lastDigestEndTime' },
      { file: ANYWHERE, line: 'igested-accounts' },
      { file: ANYWHERE, line: 'igestedAccounts' },
      { file: 'lambda/test/digests/', line: '' },
      { file: 'lambda/test/sources/', line: '' },
      { file: 'lambda/test/log-files/', line: '' },
      { file: 'lambda/test/cli/verify', line: '' },
      { file: 'lambda/src/cli/commands/commands.ts', line: 'digests of CloudTrail' },
      { file: 'lambda/src/adapters/aws/cloudtrail-keys.ts', line: 'digest()' },
      { file: 'studio/src/platform/crypto.ts', line: 'digest: (encoding' },
      { file: 'docs/verify-log-files.md', line: '' },
      { file: 'docs/adr/012', line: '' },
      { file: 'docs/adr/014', line: '' },
      { file: 'docs/adr/README.md', line: '0120-digests' },
      { file: ANYWHERE, line: 'core/digests' },
      { file: ANYWHERE, line: 'test/digests/' },
      { file: 'lambda/test/cli/replay.test.ts', line: 'digests' },
      { file: 'lambda/test/pipeline/bad-input.test.ts', line: '' },
      // The attribute of a route.
      { file: ANYWHERE, line: 'digest = ' },
      { file: ANYWHERE, line: "digest: '" },
      { file: ANYWHERE, line: 'route.digest' },
      { file: ANYWHERE, line: 'digest, digest_at' },
      { file: ANYWHERE, line: 'digest       = ' },
      { file: ANYWHERE, line: 'digest_' },
      { file: 'lambda/src/setup/route-schedule', line: '' },
      { file: 'lambda/src/setup/contradictions.ts', line: '' },
    ],
  },
];
