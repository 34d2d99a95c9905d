/** Lengths of a prefix code for signs that occur so often; none is longer than `limit`. Signs that do not occur have length 0. */
export function codeLengths(counts: ArrayLike<number>, limit: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const used: number[] = [];
  for (let sign = 0; sign < counts.length; sign += 1) if (counts[sign]! > 0) used.push(sign);
  used.sort((a, b) => counts[a]! - counts[b]!);
  if (used.length < 3) {
    for (const sign of used) lengths[sign] = 1;
    return lengths;
  }
  // The two lightest become one, again and again; each remembers what it became part of.
  const weights = used.map((sign) => counts[sign]!);
  const parents: number[] = [];
  const leaves = used.length;
  let leaf = 0;
  let pair = leaves;
  const lightest = () =>
    leaf < leaves && (pair >= weights.length || weights[leaf]! <= weights[pair]!) ? leaf++ : pair++;
  while (weights.length < 2 * leaves - 1) {
    const [one, other] = [lightest(), lightest()];
    parents[one] = weights.length;
    parents[other] = weights.length;
    weights.push(weights[one]! + weights[other]!);
  }
  const depths: number[] = [];
  depths[weights.length - 1] = 0;
  for (let at = weights.length - 2; at >= 0; at -= 1) depths[at] = depths[parents[at]!]! + 1;
  // What is too long is cut, and the rarest that can spare it pay for that.
  let room = 2 ** limit;
  for (let at = 0; at < leaves; at += 1) {
    depths[at] = Math.min(depths[at]!, limit);
    room -= 2 ** (limit - depths[at]!);
  }
  for (let at = 0; room < 0; at = (at + 1) % leaves) {
    if (depths[at]! >= limit) continue;
    depths[at] = depths[at]! + 1;
    room += 2 ** (limit - depths[at]!);
  }
  // What room is left after that belongs to the most frequent.
  for (let at = leaves - 1; room > 0; at = at > 0 ? at - 1 : leaves - 1) {
    const cost = 2 ** (limit - depths[at]!);
    if (cost > room) continue;
    depths[at] = depths[at]! - 1;
    room -= cost;
  }
  used.forEach((sign, at) => {
    lengths[sign] = depths[at]!;
  });
  return lengths;
}

/** The codes that go with these lengths, their bits in the order in which they are written. */
export function codesOf(lengths: ArrayLike<number>): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length < 16; length += 1) {
    for (let at = 0; at < lengths.length; at += 1) {
      if (lengths[at] !== length) continue;
      for (let bit = 0; bit < length; bit += 1) codes[at] = (codes[at]! << 1) | ((code >> bit) & 1);
      code += 1;
    }
    code <<= 1;
  }
  return codes;
}

/** Lengths of codes, with runs told as runs: each as sign, how many bits follow, and those. */
export function runs(lengths: readonly number[]): [sign: number, bits: number, value: number][] {
  const told: [number, number, number][] = [];
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at]!;
    let count = 1;
    while (lengths[at + count] === length) count += 1;
    at += count;
    if (length !== 0) {
      told.push([length, 0, 0]);
      count -= 1;
    }
    while (count > 2) {
      const most = length === 0 ? 138 : 6;
      const part = Math.min(count, most);
      if (length !== 0) told.push([16, 2, part - 3]);
      else told.push(part < 11 ? [17, 3, part - 3] : [18, 7, part - 11]);
      count -= part;
    }
    while (count > 0) {
      told.push([length, 0, 0]);
      count -= 1;
    }
  }
  return told;
}
