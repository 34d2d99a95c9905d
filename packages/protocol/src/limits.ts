/** Spoken by both sides; a client with another major number is told `tooOld`. */
export const protocolVersion = 1;

/** Every bound that either side checks. Units in the names. */
export const limits = {
  /** One message's text. A page of prose; more belongs in a file. */
  messageChars: 8_000,
  /** Any durable event as JSON. */
  eventBytes: 32_768,
  /** One Socket.IO frame. A larger one closes the socket. */
  frameBytes: 262_144,
  /** One chunk of page frames: pictures are cut to this so that nothing waits behind a megabyte. */
  pageChunkBytes: 65_536,
  /** One whole first picture, packed. */
  pictureBytes: 8_388_608,
  /** What a field that is filled in together may hold. */
  fieldChars: 20_000,
  /** Agents who look at one page at once. */
  viewers: 8,
  /** Coordinates in one piece of a drawn line. */
  strokePoints: 256,
  privacyRules: 200,
  /** What a page tells of one rule: conditions (as many as a rule may have), characters of each text, values of a list, edges, all characters. */
  toldConditions: 200,
  toldChars: 80,
  toldValues: 20,
  toldEdges: 30,
  explanationChars: 131_072,
  /** An SDP with three media lines is about 10 kB. */
  signalBytes: 65_536,
  nameChars: 120,
  urlChars: 2_000,
  cartLines: 50,
  /** What one resume answer carries; the rest is asked for page by page. */
  resumeEntries: 200,
  outboxMessages: 200,
} as const;
