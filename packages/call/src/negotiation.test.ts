import { silentLog } from '@theke/kit';
import { describe, expect, it } from 'vitest';
import { createNegotiation, type PeerMessage } from './negotiation.ts';
import { readHealth } from './peer.ts';

/** Until everything that waits for promises has run. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

globalThis.MediaStream ??= class {} as unknown as typeof MediaStream;

/** A connection as far as negotiation sees it; strict about states, as browsers are. */
function fakeConnection() {
  const log: string[] = [];
  let made = 0;
  let busy = 0;
  const lines: { direction: string; sender: object }[] = [];
  const slow = async <T>(what: string, work: () => T): Promise<T> => {
    busy += 1;
    if (busy > 1) throw new Error(`${what} overlaps`);
    await Promise.resolve();
    await Promise.resolve();
    busy -= 1;
    return work();
  };
  const pc = {
    signalingState: 'stable',
    localDescription: null as null | { type: string; sdp: string },
    addTransceiver: (kind: string) => lines.push({ direction: 'sendrecv', sender: { kind } }),
    getTransceivers: () => lines,
    getConfiguration: () => ({ bundlePolicy: 'max-bundle' }),
    setConfiguration: (config: RTCConfiguration) => log.push(`servers ${config.iceServers?.[0]?.urls}`),
    createOffer: ({ iceRestart }: { iceRestart: boolean }) =>
      slow('createOffer', () => ({ type: 'offer', sdp: `offer ${++made}${iceRestart ? ' restart' : ''}` })),
    createAnswer: () => slow('createAnswer', () => ({ type: 'answer', sdp: `answer ${++made}` })),
    setLocalDescription: (description: { type: string; sdp: string }) =>
      slow('setLocalDescription', () => {
        log.push(`local ${description.type}`);
        pc.localDescription = description;
        pc.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
      }),
    setRemoteDescription: (description: { type: string; sdp: string }) =>
      slow('setRemoteDescription', () => {
        const wanted = description.type === 'answer' ? 'have-local-offer' : 'stable';
        if (pc.signalingState !== wanted) throw new Error(`wrong state for ${description.type}`);
        log.push(`remote ${description.sdp}`);
        pc.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
      }),
    addIceCandidate: (candidate: RTCIceCandidateInit) => {
      log.push(`candidate ${candidate.candidate}`);
      return candidate.candidate === 'bad' ? Promise.reject(new Error('unknown')) : Promise.resolve();
    },
  };
  return { pc: pc as unknown as RTCPeerConnection, log, lines };
}

function side(offers: boolean) {
  const { pc, log, lines } = fakeConnection();
  const sent: PeerMessage[] = [];
  const negotiation = createNegotiation(pc, {
    offers,
    send: (message) => sent.push(message),
    freshIceServers: async () => [{ urls: ['turn:fresh'] }],
    log: { ...silentLog, warn: (what, facts) => log.push(`warn ${what} ${facts?.error}`) },
  });
  const receive = async (...messages: PeerMessage[]) => {
    for (const message of messages) negotiation.receive(message);
    await settled();
  };
  return { negotiation, pc, log, lines, sent, receive };
}

const offer = (n: number): PeerMessage => ({ n, description: { type: 'offer', sdp: `offer ${n}` } });
const answer = (n: number): PeerMessage => ({ n, description: { type: 'answer', sdp: `answer ${n}` } });
const candidate = (n: number, name = `c${n}`): PeerMessage => ({
  n,
  candidate: { candidate: name, sdpMid: '0', sdpMLineIndex: 0 },
});

/** An offerer whose first offer was answered. */
async function offered() {
  const it = side(true);
  it.negotiation.start();
  await it.receive(answer(1));
  return it;
}

describe('the offering side', () => {
  it('[CA13] lays three lines before anything else', () => {
    expect(side(true).lines).toHaveLength(3);
    expect(side(false).lines).toHaveLength(0);
  });

  it('[CA16] numbers its offers and takes the answer of the same number only, once', async () => {
    const { negotiation, sent, receive, log } = side(true);
    negotiation.start();
    await receive(answer(0), answer(2), answer(1), answer(1));
    expect(sent.map((message) => message.n)).toEqual([1]);
    expect(log.filter((line) => line.startsWith('remote'))).toEqual(['remote answer 1']);
    expect(log.join()).not.toContain('warn');
  });

  it('[CA17] says an unanswered offer again, and an answered one not', async () => {
    const { negotiation, sent, receive } = side(true);
    negotiation.start();
    await settled();
    negotiation.resend();
    await settled();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    await receive(answer(1));
    negotiation.resend();
    await settled();
    expect(sent).toHaveLength(2);
  });

  it('[CA19] asked and asking at once restarts once', async () => {
    const { negotiation, sent, receive, log } = await offered();
    negotiation.restart();
    await receive({ n: 1, restart: true }, answer(2), { n: 1, restart: true });
    expect(log.filter((line) => line === 'local offer')).toHaveLength(2);
    expect(sent.map((message) => message.description?.sdp)).toEqual(['offer 1', 'offer 2 restart', 'offer 2 restart']);
  });

  it('[CA11] never takes an offer, and so never rolls back', async () => {
    const { negotiation, receive, log } = side(true);
    negotiation.start();
    await receive(offer(1), offer(5));
    expect(log).toEqual(['local offer']);
  });

  it('[CA23] has fresh servers before it restarts', async () => {
    const { negotiation, log } = await offered();
    negotiation.restart();
    await settled();
    expect(log.slice(-2)).toEqual(['servers turn:fresh', 'local offer']);
  });
});

describe('the answering side', () => {
  it('[CA16] answers a doubled offer with the same answer', async () => {
    const { sent, receive, log } = side(false);
    await receive(offer(1), offer(1));
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual({ n: 1, description: { type: 'answer', sdp: 'answer 1' } });
    expect(sent[1]).toEqual(sent[0]);
    expect(log.filter((line) => line.startsWith('remote'))).toHaveLength(1);
  });

  it('[CA16] ignores an older offer and an answer', async () => {
    const { receive, log } = side(false);
    await receive(offer(2), offer(1), answer(2));
    expect(log.filter((line) => line.startsWith('remote'))).toEqual(['remote offer 2']);
  });

  it('[CA16] keeps early candidates for their offer and drops those of an older one', async () => {
    const { receive, log } = side(false);
    await receive(candidate(1), offer(1), offer(2), candidate(1, 'late'), candidate(2, 'bad'), candidate(2, 'good'));
    expect(log.filter((line) => line.startsWith('candidate'))).toEqual([
      'candidate c1',
      'candidate bad',
      'candidate good',
    ]);
    expect(log.join()).not.toContain('warn');
  });

  it('[CA11] asks for a restart instead of offering', async () => {
    const { negotiation, sent, receive, log } = side(false);
    await receive(offer(1));
    negotiation.restart();
    await settled();
    expect(sent.at(-1)).toEqual({ n: 1, restart: true });
    expect(log).not.toContain('local offer');
  });

  it('[CA16] survives an offer that the browser refuses', async () => {
    const { pc, receive, sent } = side(false);
    const works = pc.setRemoteDescription;
    pc.setRemoteDescription = () => Promise.reject(new Error('bad line'));
    await receive(offer(1));
    pc.setRemoteDescription = works;
    await receive(offer(1));
    expect(sent).toEqual([{ n: 1, description: { type: 'answer', sdp: 'answer 1' } }]);
  });
});

describe('health', () => {
  const well = { iceConnectionState: 'connected', connectionState: 'connected', signalingState: 'stable' } as const;
  it.each([
    [well, 'connected'],
    [{ ...well, signalingState: 'have-local-offer' }, 'linking'],
    [{ ...well, connectionState: 'connecting' }, 'linking'],
    [{ ...well, iceConnectionState: 'checking' }, 'linking'],
    [{ ...well, iceConnectionState: 'disconnected', connectionState: 'disconnected' }, 'shaky'],
    [{ ...well, iceConnectionState: 'failed', connectionState: 'failed' }, 'broken'],
    [{ ...well, connectionState: 'failed' }, 'dead'],
    [{ ...well, connectionState: 'closed' }, 'dead'],
  ] as const)('[CA21] %o is %s', (states, health) => {
    expect(readHealth(states)).toBe(health);
  });
});
