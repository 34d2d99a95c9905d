/** What a call can carry, in the order of its media lines. The order is the contract: neither side names a line. */
export const slots = ['microphone', 'camera', 'screen'] as const;
export type Slot = (typeof slots)[number];
export type Tracks = Record<Slot, MediaStreamTrack | null>;
export const noTracks: Tracks = { microphone: null, camera: null, screen: null };

/** Upper bounds of what a side sends. Sound has none: it is small and comes first. */
export interface SendLimits {
  cameraBps: number;
  /** 1 = as captured, 2 = half the width and height. */
  cameraScale: number;
  screenBps: number;
  screenFps: number;
}

const kinds = { microphone: 'audio', camera: 'video', screen: 'video' } as const;

/** Lays all lines at once, with or without tracks; afterwards nothing is ever added, only tracks replaced. */
export function layLines(pc: RTCPeerConnection): void {
  const [talk, screen] = streams();
  for (const slot of slots) {
    const stream = slot === 'screen' ? screen : talk;
    pc.addTransceiver(kinds[slot], { direction: 'sendrecv', streams: [stream] });
  }
}

/** The answering side's lines come with the offer, as listeners only: opens them for sending too. */
export function openLines(pc: RTCPeerConnection): void {
  const [talk, screen] = streams();
  pc.getTransceivers().forEach((line, index) => {
    if (line.direction !== 'sendrecv') line.direction = 'sendrecv';
    // Sound and camera must name one stream or the browser does not keep lips and words together.
    line.sender.setStreams?.(slots[index] === 'screen' ? screen : talk);
  });
}

/** Which slot a line carries. */
export function slotOf(pc: RTCPeerConnection, line: RTCRtpTransceiver): Slot | undefined {
  return slots[pc.getTransceivers().indexOf(line)];
}

/** Puts the wanted tracks on their lines. A line that is not laid yet is skipped; we are called again after the offer. */
export async function putTracks(pc: RTCPeerConnection, tracks: Tracks): Promise<void> {
  const lines = pc.getTransceivers();
  for (const [index, slot] of slots.entries()) {
    const sender = lines[index]?.sender;
    if (sender && sender.track !== tracks[slot]) await sender.replaceTrack(tracks[slot]);
  }
}

/** Sets the bounds on camera and screen. */
export async function putLimits(pc: RTCPeerConnection, limits: SendLimits): Promise<void> {
  const lines = pc.getTransceivers();
  await tune(lines[1]?.sender, { maxBitrate: limits.cameraBps, scaleResolutionDownBy: limits.cameraScale });
  await tune(lines[2]?.sender, { maxBitrate: limits.screenBps, maxFramerate: limits.screenFps });
}

async function tune(sender: RTCRtpSender | undefined, bounds: Partial<RTCRtpEncodingParameters>): Promise<void> {
  const parameters = sender?.getParameters();
  const encoding = parameters?.encodings?.[0];
  if (!sender || !parameters || !encoding) return;
  Object.assign(encoding, bounds);
  await sender.setParameters(parameters);
}

type KeyFrameSender = {
  setParameters(parameters: RTCRtpSendParameters, options: { encodingOptions: { keyFrame: boolean }[] }): Promise<void>;
};

/** Sends a full picture now. Without it a healed link may show nothing for up to 3 s. Browsers that cannot, ignore it. */
export async function forceKeyFrame(pc: RTCPeerConnection): Promise<void> {
  for (const { sender } of pc.getTransceivers()) {
    if (sender.track?.kind !== 'video') continue;
    const parameters = sender.getParameters();
    const encodingOptions = (parameters.encodings ?? []).map(() => ({ keyFrame: true }));
    await (sender as unknown as KeyFrameSender).setParameters(parameters, { encodingOptions });
  }
}

function streams(): [MediaStream, MediaStream] {
  return [new MediaStream(), new MediaStream()];
}
