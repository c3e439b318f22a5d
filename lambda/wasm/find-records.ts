// Finds whole records in a piece of a log file, and those of them that a rule may match. AssemblyScript, compiled to WebAssembly by
// scripts/build-wasm.mjs. In: bytes at `INPUT`, and marks. Out: `RESULT` and `TAPE`.
//
// It looks at 64 bytes at a time: vector instructions compare all of them with a char, and leave a bit for each byte that is equal.
// What is inside strings follows from the bits of the quotes. So braces are exact for valid JSON, whatever the strings contain.

/** Where the caller puts bytes. The 128 bytes behind the last one must be within the memory; a scan overwrites them. */
export const INPUT: usize = 21504;
/** What a scan found: where it stopped, other records at the end, entries of the tape, 1 if it stopped within an object. */
export const RESULT: usize = 0;
/** Candidates: other records before it, its offset, the offset behind it. */
export const TAPE: usize = 20736;
export const MOST_MARKS: u32 = 64;
/** The longest text of a mark that is compared, in bytes. */
export const MOST_TEXT: u32 = 32;

/** Entries of the tape. Few, because what is behind a candidate that turns out to be damaged is searched again. */
export const MOST_CANDIDATES: u32 = 64;
// Of the first and second char of all pairs: the marks that have one with these lower, and these upper, four bits.
const LOWER_OF_FIRST: usize = 64;
const UPPER_OF_FIRST: usize = 80;
const LOWER_OF_SECOND: usize = 96;
const UPPER_OF_SECOND: usize = 112;
const MARKS: usize = 128;
const HASHES: usize = 4352;
const HASH_MASK: u32 = 0x1ffff;

// A mark: its text, then these.
const MARK_SIZE: usize = 48;
const TEXT_LENGTH: usize = 32;
const PAIR_OFFSET: usize = 33;
const BUCKET: usize = 34;
const IS_KEY: usize = 35;
// A bit for each length of a beginning to look for, up to `MOST_PREFIX`.
const PREFIX_LENGTHS: usize = 40;
const MOST_PREFIX: u32 = 63;

const FNV_PRIME: u32 = 0x01000193;
const PREFIX_SALT: u32 = 0x5bd1e995;
const FIRST_PRIME: u64 = 0x100000001b3;
const LAST_PRIME: u64 = 0x13c6ef372fe94b;
// The bit that differs between upper and lower case, in each of eight chars.
const ANY_CASE: u64 = ((<u64>0x20202020) << 32) | 0x20202020;

const QUOTE: u8 = 34;
const COMMA: u8 = 44;
const COLON: u8 = 58;
const BACKSLASH: u8 = 92;
const CLOSE_LIST: u8 = 93;
const OPEN_OBJECT: u8 = 123;
const CLOSE_OBJECT: u8 = 125;

// The vectors that the scan compares with. V8 loads one from memory in one instruction, but makes a constant in three at each place.
const QUOTES: usize = 3328;
const BACKSLASHES: usize = 3344;
const OPEN_OBJECTS: usize = 3360;
const CLOSE_OBJECTS: usize = 3376;
const LOWER_BITS: usize = 3392;
v128.store(QUOTES, i8x16.splat(QUOTE));
v128.store(BACKSLASHES, i8x16.splat(BACKSLASH));
v128.store(OPEN_OBJECTS, i8x16.splat(OPEN_OBJECT));
v128.store(CLOSE_OBJECTS, i8x16.splat(CLOSE_OBJECT));
v128.store(LOWER_BITS, i8x16.splat(15));

let marks: u32 = 0;

/**
 * Adds a mark, whose text is the first bytes of the input: at most `MOST_TEXT`. `pair` is the offset of two chars in it that are rare. The
 * text of a key ends with its quote.
 */
export function addMark(length: u32, pair: u32, isKey: bool): void {
  const mark = MARKS + <usize>marks * MARK_SIZE;
  memory.copy(mark, INPUT, length);
  store<u8>(mark + TEXT_LENGTH, <u8>length);
  store<u8>(mark + PAIR_OFFSET, <u8>pair);
  store<u8>(mark + IS_KEY, isKey ? 1 : 0);
  const bucket: u8 = (<u8>1) << (<u8>(marks & 7));
  store<u8>(mark + BUCKET, bucket);
  const first = load<u8>(INPUT + pair);
  const second = load<u8>(INPUT + pair + 1);
  include(LOWER_OF_FIRST + (first & 15), bucket);
  include(UPPER_OF_FIRST + (first >> 4), bucket);
  include(LOWER_OF_SECOND + (second & 15), bucket);
  include(UPPER_OF_SECOND + (second >> 4), bucket);
  marks++;
}

/**
 * Adds a value to the key that was added last, the first bytes of the input: a whole string, or the beginning of one. Upper and lower
 * case are the same. An empty beginning fits every string.
 */
export function addValue(length: u32, isWhole: bool): void {
  const compared = isWhole ? length : min(length, MOST_PREFIX);
  const hash = hashOf(INPUT, compared, marks - 1);
  const lengths = MARKS + <usize>(marks - 1) * MARK_SIZE + PREFIX_LENGTHS;
  if (!isWhole) store<u64>(lengths, load<u64>(lengths) | ((<u64>1) << compared));
  const place = placeOf(isWhole ? hash : hash ^ PREFIX_SALT);
  include(HASHES + (place >> 3), (<u8>1) << (<u8>(place & 7)));
}

function include(address: usize, bits: u8): void {
  store<u8>(address, load<u8>(address) | bits);
}

// What a scan knows at the place that it has reached. One scan runs at a time.
let start: usize = 0;
let end: usize = 0;
let depth: u32 = 0;
let others: u32 = 0;
let entries: u32 = 0;
let areAllMarked: bool = false;
let isMarked: bool = false;
let isTorn: bool = false;

/**
 * Finds records from the offset `from` of the input on, up to the offset `to`, until it meets something that is not an object with a
 * comma or bracket after it, an object longer than `most`, or the end. `all`: every record is a candidate.
 */
export function findRecords(from: u32, to: u32, most: u32, all: bool): void {
  end = INPUT + to;
  start = skipSpace(INPUT + from);
  depth = 0;
  others = 0;
  entries = 0;
  areAllMarked = all;
  isMarked = all;
  isTorn = false;
  if (start < end && load<u8>(start) === OPEN_OBJECT) walk(most);
  store<u32>(RESULT, <u32>(start - INPUT));
  store<u32>(RESULT + 4, others);
  store<u32>(RESULT + 8, entries);
  store<u32>(RESULT + 12, isTorn ? 1 : 0);
}

function walk(most: u32): void {
  clearBehind();
  let inString: u64 = 0;
  let carried: u64 = 0;
  for (let at = start; at < end; at += 64) {
    let quotes = equal(at, QUOTES);
    let backslashes: u64 = 0;
    if (carried !== 0 || anyEqual(at, BACKSLASHES)) {
      backslashes = equal(at, BACKSLASHES);
      const escaped = escapedBits(backslashes, carried);
      carried = lastIsOpen(backslashes, escaped);
      quotes &= ~escaped;
    }
    const strings = parity(quotes) ^ inString;
    inString = <u64>(<i64>strings >> 63);
    // Only damaged text has a backslash outside of strings, where it escapes nothing.
    if ((backslashes & ~strings) !== 0) return;
    const opens = equal(at, OPEN_OBJECTS) & ~strings;
    const closes = equal(at, CLOSE_OBJECTS) & ~strings;
    let places = isMarked && closes === 0 ? 0 : marksIn(at);
    // Most blocks cannot end the record, so the order of their braces does not matter.
    if (<u32>popcnt(closes) < depth) {
      depth += <u32>popcnt(opens) - <u32>popcnt(closes);
      if (places !== 0) isMarked = true;
      continue;
    }
    for (let braces = opens | closes; braces !== 0; braces &= braces - 1) {
      const bit = ctz(braces);
      depth += (opens >> bit) & 1 ? 1 : -1;
      if (depth !== 0) continue;
      const before = places & (((<u64>1) << bit) - 1);
      if (before !== 0) isMarked = true;
      places ^= before;
      if (!finish(at + <usize>bit + 1, most)) return;
    }
    if (places !== 0) isMarked = true;
  }
  isTorn = true;
}

// Nothing equals a zero, so no block has to look at how many of its bytes are text.
function clearBehind(): void {
  for (let at = end; at < end + 96; at += 16) v128.store(at, i8x16.splat(0));
}

// A record has ended. False if the scan ends here.
function finish(behind: usize, most: u32): bool {
  const separator = skipSpace(behind);
  if (separator >= end || behind - start > most) return false;
  const char = load<u8>(separator);
  if (char !== COMMA && char !== CLOSE_LIST) return false;
  if (isMarked) emit(behind);
  else others++;
  isMarked = areAllMarked;
  start = char === COMMA ? skipSpace(separator + 1) : separator;
  return start < end && load<u8>(start) === OPEN_OBJECT && entries < MOST_CANDIDATES;
}

function emit(behind: usize): void {
  const entry = TAPE + <usize>entries * 12;
  store<u32>(entry, others);
  store<u32>(entry + 4, <u32>(start - INPUT));
  store<u32>(entry + 8, <u32>(behind - INPUT));
  entries++;
  others = 0;
}

function skipSpace(from: usize): usize {
  let at = from;
  while (at < end && isSpace(load<u8>(at))) at++;
  return at;
}

function isSpace(char: u8): bool {
  return char === 32 || char === 10 || char === 13 || char === 9;
}

// A bit for each of 64 bytes that equals the char of a vector.
function equal(at: usize, chars: usize): u64 {
  const all = v128.load(chars);
  return (
    bits(i8x16.eq(v128.load(at), all)) |
    (bits(i8x16.eq(v128.load(at, 16), all)) << 16) |
    (bits(i8x16.eq(v128.load(at, 32), all)) << 32) |
    (bits(i8x16.eq(v128.load(at, 48), all)) << 48)
  );
}

function bits(lanes: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(lanes));
}

function anyEqual(at: usize, chars: usize): bool {
  const all = v128.load(chars);
  const first = v128.or(i8x16.eq(v128.load(at), all), i8x16.eq(v128.load(at, 16), all));
  const last = v128.or(i8x16.eq(v128.load(at, 32), all), i8x16.eq(v128.load(at, 48), all));
  return v128.any_true(v128.or(first, last));
}

// Bits of the chars after a backslash that is not escaped itself. Few blocks have backslashes.
function escapedBits(backslashes: u64, carried: u64): u64 {
  let escaped = carried;
  for (let rest = backslashes; rest !== 0; rest &= rest - 1) {
    const backslash = rest & -rest;
    if ((escaped & backslash) === 0) escaped |= backslash << 1;
  }
  return escaped;
}

function lastIsOpen(backslashes: u64, escaped: u64): u64 {
  return (backslashes & ~escaped) >> 63;
}

// Each bit is the parity of the bits up to it: between an opening quote and the next one it is 1.
function parity(bits: u64): u64 {
  let sums = bits;
  sums ^= sums << 1;
  sums ^= sums << 2;
  sums ^= sums << 4;
  sums ^= sums << 8;
  sums ^= sums << 16;
  sums ^= sums << 32;
  return sums;
}

function marksIn(at: usize): u64 {
  let found: u64 = 0;
  for (let pairs = pairsIn(at); pairs !== 0; pairs &= pairs - 1) {
    const bit = ctz(pairs);
    if (isMarkAt(at + <usize>bit)) found |= (<u64>1) << bit;
  }
  return found;
}

// Where a pair of chars may be that a mark has.
function pairsIn(at: usize): u64 {
  const part0 = bucketsIn(at);
  const part1 = bucketsIn(at + 16);
  const part2 = bucketsIn(at + 32);
  const part3 = bucketsIn(at + 48);
  if (!v128.any_true(v128.or(v128.or(part0, part1), v128.or(part2, part3)))) return 0;
  return present(part0) | (present(part1) << 16) | (present(part2) << 32) | (present(part3) << 48);
}

function present(buckets: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.ne(buckets, i8x16.splat(0))));
}

// For each of 16 bytes and the one behind it, the buckets of the marks that may have both: a bit for each.
function bucketsIn(at: usize): v128 {
  const lower = v128.load(LOWER_BITS);
  const first = v128.load(at);
  const second = v128.load(at, 1);
  return v128.and(
    v128.and(
      i8x16.swizzle(v128.load(LOWER_OF_FIRST), v128.and(first, lower)),
      i8x16.swizzle(v128.load(UPPER_OF_FIRST), upperBits(first, lower)),
    ),
    v128.and(
      i8x16.swizzle(v128.load(LOWER_OF_SECOND), v128.and(second, lower)),
      i8x16.swizzle(v128.load(UPPER_OF_SECOND), upperBits(second, lower)),
    ),
  );
}

// V8 shifts lanes of 16 bits in one instruction, and lanes of 8 in many.
function upperBits(chars: v128, lower: v128): v128 {
  return v128.and(i16x8.shr_u(chars, 4), lower);
}

function isMarkAt(at: usize): bool {
  const first = <usize>load<u8>(at);
  const second = <usize>load<u8>(at + 1);
  const buckets =
    load<u8>(LOWER_OF_FIRST + (first & 15)) &
    load<u8>(UPPER_OF_FIRST + (first >> 4)) &
    load<u8>(LOWER_OF_SECOND + (second & 15)) &
    load<u8>(UPPER_OF_SECOND + (second >> 4));
  for (let index: u32 = 0; index < marks; index++) {
    const mark = MARKS + <usize>index * MARK_SIZE;
    if ((load<u8>(mark + BUCKET) & buckets) !== 0 && holds(mark, index, at)) return true;
  }
  return false;
}

function holds(mark: usize, seed: u32, at: usize): bool {
  const text = at - <usize>load<u8>(mark + PAIR_OFFSET);
  const length = <u32>load<u8>(mark + TEXT_LENGTH);
  const equals =
    <u32>i8x16.bitmask(i8x16.eq(v128.load(text), v128.load(mark))) |
    ((<u32>i8x16.bitmask(i8x16.eq(v128.load(text, 16), v128.load(mark, 16)))) << 16);
  if (<u32>ctz(~equals) < length) return false;
  return load<u8>(mark + IS_KEY) === 0 || mayHold(mark, seed, text + <usize>length);
}

// Whether a string after the key may satisfy a condition: its hash, or the hash of its beginning, is in the table.
function mayHold(mark: usize, seed: u32, behindKey: usize): bool {
  const colon = skipSpace(behindKey);
  if (colon >= end || load<u8>(colon) !== COLON) return false;
  const quote = skipSpace(colon + 1);
  if (quote >= end || load<u8>(quote) !== QUOTE) return false;
  const length = plainLength(quote + 1);
  if (length < 0 || isKnown(hashOf(quote + 1, length, seed))) return true;
  for (let lengths = load<u64>(mark + PREFIX_LENGTHS); lengths !== 0; lengths &= lengths - 1) {
    const prefix = <i32>ctz(lengths);
    if (prefix > length) return false;
    if (isKnown(hashOf(quote + 1, prefix, seed) ^ PREFIX_SALT)) return true;
  }
  return false;
}

// The length of the string that begins there; -1 if it has an escape, other chars than ASCII, or no end.
function plainLength(from: usize): i32 {
  for (let at = from; at < end; at += 16) {
    const chars = v128.load(at);
    const quotes = i8x16.bitmask(i8x16.eq(chars, i8x16.splat(QUOTE)));
    const others = i8x16.bitmask(v128.or(chars, i8x16.eq(chars, i8x16.splat(BACKSLASH))));
    const length = ctz(quotes | 0x10000);
    if ((others & ((1 << length) - 1)) !== 0) return -1;
    if (length < 16) return <i32>(at - from) + length;
  }
  return -1;
}

// Of the length and of the first and last eight chars, upper or lower case.
function hashOf(from: usize, length: i32, seed: u32): u32 {
  const isShort = length < 8;
  const inside: u64 = isShort ? ((<u64>1) << ((<u64>length) << 3)) - 1 : ~(<u64>0);
  const first = load<u64>(from) & inside;
  const last = isShort ? first : load<u64>(from + <usize>length - 8);
  const sum = ((first | ANY_CASE) * FIRST_PRIME) ^ ((last | ANY_CASE) * LAST_PRIME);
  return <u32>(sum >> 32) ^ <u32>sum ^ ((seed ^ ((<u32>length) << 8)) * FNV_PRIME);
}

function isKnown(hash: u32): bool {
  const place = placeOf(hash);
  return ((load<u8>(HASHES + (place >> 3)) >> <u8>(place & 7)) & 1) !== 0;
}

function placeOf(hash: u32): u32 {
  return (hash ^ (hash >> 15)) & HASH_MASK;
}
