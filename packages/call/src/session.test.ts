import { describe, expect, it } from 'vitest';
import { healForMs } from './healer.ts';
import { FakeTrack, fakeCall, fakeStream, joinedAt, refusal, settled } from './testing/fakes.ts';

const signalAt = (epoch: number, n = 1, callId = 'call_1') => ({ callId, epoch, n, restart: true as const });

describe('ringing', () => {
  it('[CA2] nobody answers for 30 s: missed', async () => {
    const { call, pass } = fakeCall();
    call.ring({ direction: 'in', peer: 'Anna' });
    await pass(29_950);
    expect(call.state.value.phase).toBe('ringing');
    await pass(50);
    expect(call.state.value).toEqual({ phase: 'ended', why: 'missed' });
  });

  it('[CA2] accepted, but never let in: the server’s fault, said after a minute', async () => {
    const { call, pass } = fakeCall();
    call.ring({ direction: 'in', peer: 'Anna' });
    await call.accept({ camera: false });
    await pass(60_000);
    expect(call.state.value).toEqual({ phase: 'ended', why: 'server' });
  });

  it('[CA3] no device is opened by ringing, only by accepting, and only what was said yes to', async () => {
    const { call, asked } = fakeCall();
    call.ring({ direction: 'in', peer: 'Anna' });
    await settled();
    expect(asked).toEqual([]);
    await call.accept({ camera: false });
    expect(asked).toEqual([{ audio: true, video: false }]);
  });

  it('[CA3] whoever calls sees the own picture while it rings', async () => {
    const { call } = fakeCall();
    call.ring({ direction: 'out', peer: 'Vera' });
    await settled();
    expect(call.localStream.value?.getVideoTracks()).toHaveLength(1);
    expect(call.state.value.phase).toBe('ringing');
  });

  it('[CA1] being let in changes nothing before the yes', () => {
    const { call, peers } = fakeCall();
    call.ring({ direction: 'in', peer: 'Anna' });
    call.joined(joinedAt(1));
    expect(call.state.value.phase).toBe('ringing');
    expect(peers).toHaveLength(0);
  });
});

describe('devices', () => {
  it('[CA4] closes what the browser opens after the other side hung up', async () => {
    let answer = (_: MediaStream) => {};
    const { call } = fakeCall(() => new Promise((resolve) => (answer = resolve)));
    call.ring({ direction: 'in', peer: 'Anna' });
    const accepted = call.accept({ camera: true });
    call.end('hungUp');
    const tracks = [new FakeTrack('audio'), new FakeTrack('video')];
    answer(fakeStream(tracks));
    await accepted;
    expect(tracks.map((track) => track.stops)).toEqual([1, 1]);
    expect(call.localStream.value).toBeNull();
  });

  it('[CA14] the offer does not wait for the devices; the tracks follow', async () => {
    let answer = (_: MediaStream) => {};
    const { call, peers } = fakeCall(() => new Promise((resolve) => (answer = resolve)));
    call.ring({ direction: 'in', peer: 'Anna' });
    const accepted = call.accept({ camera: true });
    call.joined(joinedAt(1));
    expect(peers[0]!.acts).toEqual(['start']);
    expect(peers[0]!.tracks?.microphone).toBeNull();
    const sound = new FakeTrack('audio');
    answer(fakeStream([sound]));
    await accepted;
    expect(peers[0]!.tracks?.microphone).toBe(sound);
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['SecurityError', 'insecure'],
  ] as const)('[CA5] [CA7] %s: the call goes on, trouble is %s', async (name, trouble) => {
    const { call, peers } = fakeCall(() => refusal(name));
    call.ring({ direction: 'in', peer: 'Anna' });
    await call.accept({ camera: true });
    call.joined(joinedAt(1));
    peers[0]!.become('connected');
    expect(call.mediaTrouble.value).toBe(trouble);
    expect(call.state.value.phase).toBe('live');
    expect(call.media.value).toEqual({ microphone: false, camera: false, screen: false });
  });

  it('[CA6] no camera in the machine: the microphone alone, and what is missing is told', async () => {
    const made = fakeCall(async (want) => (want.video ? refusal('NotFoundError') : made.openFake(want)));
    const { call } = made;
    call.ring({ direction: 'in', peer: 'Anna' });
    await call.accept({ camera: true });
    expect(call.media.value).toEqual({ microphone: true, camera: false, screen: false });
    expect(call.mediaTrouble.value).toBe('missing');
    expect(made.asked).toHaveLength(2);
  });

  it('[CA6] whoever refuses twice is not asked a third time', async () => {
    const { call, asked } = fakeCall(() => refusal('NotAllowedError'));
    call.ring({ direction: 'in', peer: 'Anna' });
    await call.accept({ camera: true });
    expect(asked).toEqual([
      { audio: true, video: true },
      { audio: true, video: false },
    ]);
  });

  it('[CA8] mute keeps the microphone open and silent; camera off closes the camera', async () => {
    const made = fakeCall();
    const peer = await made.live();
    const [sound, picture] = made.tracks;
    await made.call.setMicrophone(false);
    expect(sound).toMatchObject({ enabled: false, readyState: 'live' });
    await made.call.setCamera(false);
    expect(picture?.readyState).toBe('ended');
    expect(peer.tracks?.camera).toBeNull();
    await made.call.setCamera(true);
    expect(peer.tracks?.camera).toBe(made.tracks[2]);
    expect(made.asked.at(-1)).toEqual({ audio: false, video: true });
  });

  it('[CA8] a camera that comes after the mind changed is closed', async () => {
    let answer = (_: MediaStream) => {};
    const made = fakeCall((want) => (want.audio ? made.openFake(want) : new Promise((resolve) => (answer = resolve))));
    made.call.ring({ direction: 'in', peer: 'Anna' });
    await made.call.accept({ camera: false });
    const on = made.call.setCamera(true);
    await made.call.setCamera(false);
    const late = new FakeTrack('video');
    answer(fakeStream([late]));
    await on;
    expect(late.stops).toBe(1);
    expect(made.call.media.value.camera).toBe(false);
  });

  it('[CA9] a microphone that is pulled out is replaced by the one that is left', async () => {
    const made = fakeCall();
    const peer = await made.live();
    made.tracks[0]!.unplug();
    await settled();
    expect(peer.tracks?.microphone).toBe(made.tracks[2]);
    expect(made.call.media.value.microphone).toBe(true);
  });

  it('[CA10] the other side is told each change once, and everything again when somebody joined', async () => {
    const made = fakeCall();
    await made.live();
    const before = made.told.length;
    await made.call.setMicrophone(false);
    await made.call.setMicrophone(false);
    expect(made.told.slice(before)).toEqual([{ microphone: false, camera: true, screen: false }]);
    made.call.joined(joinedAt(2, 'peer'));
    expect(made.told.slice(before + 1)).toEqual([{ microphone: false, camera: true, screen: false }]);
  });

  it('[CA13] a shared screen goes beside the camera, and the browser’s own stop button ends it', async () => {
    const made = fakeCall();
    const peer = await made.live();
    const screen = new FakeTrack('video');
    made.call.shareScreen(fakeStream([screen]));
    expect(peer.tracks).toMatchObject({ screen, camera: made.tracks[1] });
    expect(screen.contentHint).toBe('detail');
    expect(made.call.media.value.screen).toBe(true);
    screen.unplug();
    expect(peer.tracks?.screen).toBeNull();
    expect(made.told.at(-1)?.screen).toBe(false);
  });

  it('[CA12] the other side’s screen is there while it says that it shows one', async () => {
    const made = fakeCall();
    await made.live();
    expect(made.call.remoteStream.value?.getTracks()).toHaveLength(2);
    expect(made.call.remoteScreen.value).toBeNull();
    made.call.peerMediaTold({ microphone: true, camera: true, screen: true });
    expect(made.call.remoteScreen.value?.getTracks()).toHaveLength(1);
  });
});

describe('signals', () => {
  it('[CA15] of another call or an older epoch are dropped', async () => {
    const made = fakeCall();
    await made.linked();
    made.call.joined(joinedAt(3));
    const peer = made.peers[1]!;
    made.call.receive(signalAt(2));
    made.call.receive(signalAt(3, 1, 'call_2'));
    expect(peer.acts).toEqual(['start']);
    made.call.receive(signalAt(3, 7));
    expect(peer.acts).toEqual(['start', 'receive 7']);
  });

  it('[CA15] of a newer epoch wait until we are told of it', async () => {
    const made = fakeCall();
    const peer = await made.linked();
    made.call.receive(signalAt(2, 1));
    expect(peer.acts).toEqual(['start']);
    made.call.joined(joinedAt(2, 'peer'));
    expect(made.peers[1]!.acts).toEqual(['start', 'receive 1']);
    expect(peer.acts.at(-1)).toBe('close');
  });

  it('[CA15] carry call and epoch when they leave', async () => {
    const made = fakeCall();
    const peer = await made.linked();
    peer.powers.send({ n: 4, restart: true });
    expect(made.sent).toEqual([{ callId: 'call_1', epoch: 1, n: 4, restart: true }]);
  });

  it('[CA11] the side that joined last offers, by the server’s word', async () => {
    const made = fakeCall();
    const first = await made.linked();
    made.call.joined(joinedAt(2, 'peer'));
    expect([first, made.peers[1]!].map((peer) => peer.powers.offers)).toEqual([true, false]);
  });

  it('[CA17] what was pending is said again when signals pass again, also after joining the same epoch anew', async () => {
    const made = fakeCall();
    const peer = await made.live();
    made.call.signallingUp();
    made.call.joined(joinedAt(1, 'me', [signalAt(1, 3)]));
    expect(peer.acts.filter((act) => act === 'resend')).toHaveLength(2);
    expect(peer.acts).toContain('receive 3');
    expect(made.peers).toHaveLength(1);
    expect(made.phase()).toBe('live');
  });
});

describe('healing', () => {
  it('[CA19] waits 1.5 s on a shaky path, then restarts', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.become('shaky');
    expect(made.phase()).toBe('unstable');
    await made.pass(1_450);
    expect(peer.acts).not.toContain('restart');
    await made.pass(100);
    expect(peer.acts).toContain('restart');
    expect(made.phase()).toBe('restarting');
  });

  it('[CA19] a path that mends itself in time is not restarted', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.become('shaky');
    await made.pass(1_000);
    peer.become('connected');
    expect(made.phase()).toBe('live');
    await made.pass(3_000);
    expect(peer.acts).not.toContain('restart');
  });

  it('[CA19] restarts at once on a broken path and on another network', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.become('broken');
    expect(peer.acts.filter((act) => act === 'restart')).toHaveLength(1);
    const other = fakeCall();
    const second = await other.live();
    other.call.networkChanged();
    expect(second.acts).toContain('restart');
  });

  it('[CA19] hears the silence: two seconds without a packet are enough', async () => {
    const made = fakeCall();
    const peer = await made.live();
    await made.pass(5_000);
    expect(peer.acts).not.toContain('restart');
    peer.flow = 0;
    await made.pass(2_600);
    expect(peer.acts).toContain('restart');
    expect(made.phase()).toBe('restarting');
  });

  it('[CA19] silence is no alarm when the other side sends nothing', async () => {
    const made = fakeCall();
    const peer = await made.live();
    made.call.peerMediaTold({ microphone: false, camera: false, screen: false });
    peer.flow = 0;
    await made.pass(10_000);
    expect(made.phase()).toBe('live');
    expect(peer.acts).not.toContain('restart');
  });

  it('[CA20] tries at 0, 0.8, 2.4, 5.6 and 12 s, then every 8 s', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.flow = 0;
    const times: number[] = [];
    const startMs = made.clock.elapsed();
    const push = peer.restart;
    peer.restart = () => {
      times.push(made.clock.elapsed() - startMs);
      push();
    };
    peer.become('broken');
    await made.pass(30_000);
    expect(times).toEqual([0, 800, 2_400, 5_600, 12_000, 20_000, 28_000]);
  });

  it('[CA20] is quick again when signals pass again', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.flow = 0;
    peer.become('broken');
    await made.pass(13_000);
    const before = peer.acts.filter((act) => act === 'restart').length;
    made.call.signallingUp();
    expect(peer.acts.filter((act) => act === 'restart')).toHaveLength(before + 1);
  });

  it('[CA21] calls it live again only when something arrived, and then sends a full picture', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.flow = 0;
    peer.become('broken');
    peer.become('connected');
    await made.pass(1_000);
    expect(made.phase()).toBe('restarting');
    expect(peer.acts).not.toContain('keyFrame');
    peer.flow = 5;
    await made.pass(400);
    expect(made.phase()).toBe('live');
    expect(peer.acts).toContain('keyFrame');
  });

  it('[CA21] what arrived before the restart proves nothing', async () => {
    const made = fakeCall();
    const peer = await made.live();
    await made.pass(500);
    // Came in after the last look and before the path died.
    peer.vitals = { ...peer.vitals, packets: peer.vitals.packets + 50 };
    peer.flow = 0;
    made.call.networkChanged();
    await made.pass(2_000);
    expect(made.phase()).toBe('restarting');
  });

  it('[CA18] a 40 s blackout does not end the call', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.flow = 0;
    peer.become('broken');
    await made.pass(40_000);
    expect(made.phase()).toBe('restarting');
    peer.flow = 10;
    peer.become('connected');
    await made.pass(500);
    expect(made.phase()).toBe('live');
    await made.pass(70_000);
    expect(made.counts.rejoins).toBe(0);
  });

  it('[CA18] after 60 s asks for one new epoch, and 20 s later gives up', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.flow = 0;
    peer.become('broken');
    await made.pass(healForMs - 100);
    expect(made.counts.rejoins).toBe(0);
    await made.pass(200);
    expect(made.counts.rejoins).toBe(1);
    await made.pass(20_000);
    expect(made.call.state.value).toEqual({ phase: 'ended', why: 'lost' });
    expect(made.counts.rejoins).toBe(1);
  });

  it('[CA18] broken encryption asks for a new epoch at once, and the new connection goes on', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.become('dead');
    expect(made.counts.rejoins).toBe(1);
    made.call.joined(joinedAt(2));
    made.peers[1]!.flow = 10;
    made.peers[1]!.become('connected');
    await made.pass(25_000);
    expect(made.phase()).toBe('live');
  });

  it('[CA19] a first link that does not come within 5 s is tried again', async () => {
    const made = fakeCall();
    const peer = await made.linked();
    await made.pass(4_900);
    expect(peer.acts).not.toContain('restart');
    await made.pass(200);
    expect(peer.acts).toContain('restart');
    expect(made.phase()).toBe('linking');
  });

  it('[CA23] servers are fetched anew only when the old ones are two minutes old', async () => {
    const made = fakeCall();
    const peer = await made.live();
    expect(await peer.powers.freshIceServers()).toEqual([{ urls: ['turn:first'] }]);
    await made.pass(121_000);
    expect(await peer.powers.freshIceServers()).toEqual([{ urls: ['turn:fresh-1'] }]);
    expect(made.counts.iceServers).toBe(1);
  });
});

describe('between two pages', () => {
  it('[CA22] away for 20 s is lost', async () => {
    const made = fakeCall();
    const peer = await made.live();
    made.call.away();
    peer.become('broken');
    await made.pass(19_900);
    expect(made.phase()).toBe('away');
    expect(peer.acts).not.toContain('restart');
    await made.pass(100);
    expect(made.call.state.value).toEqual({ phase: 'ended', why: 'lost' });
  });

  it('[CA22] the new page continues the same call; the old picture stays until the new one is there', async () => {
    const made = fakeCall();
    await made.live();
    const before = made.call.state.value;
    const picture = made.call.remoteStream.value;
    made.call.away();
    await made.pass(3_000);
    made.call.joined(joinedAt(2, 'peer'));
    const peer = made.peers[1]!;
    peer.bringLines();
    expect(made.call.remoteStream.value).toBe(picture);
    peer.become('connected');
    expect(made.call.remoteStream.value).not.toBe(picture);
    expect(made.call.state.value).toEqual(before);
    expect(made.tracks.map((track) => track.stops)).toEqual([0, 0]);
  });

  it('[CA22] the page that comes back opens what was on, no more', async () => {
    const { call, asked, peers } = fakeCall();
    void call.resume({ peer: 'Anna', media: { microphone: false, camera: false, screen: false } });
    call.joined(joinedAt(5));
    await settled();
    expect(asked).toEqual([{ audio: true, video: false }]);
    expect(peers[0]!.acts).toEqual(['start']);
    expect(call.media.value.microphone).toBe(false);
  });

  it('[CA22] what the next page should open is what was switched on, even while the devices are still opening', async () => {
    const { call, told } = fakeCall(() => new Promise(() => {}));
    void call.resume({ peer: 'Anna', media: { microphone: true, camera: true, screen: false } });
    call.joined(joinedAt(5));
    await settled();
    expect(told).toEqual([{ microphone: false, camera: false, screen: false }]);
    expect(call.wanted.value).toEqual({ microphone: true, camera: true, screen: false });
    call.leave();
    expect(call.wanted.value.camera).toBe(true);
  });

  it('[CA22] leaving a page lets go of everything and ends nothing', async () => {
    const made = fakeCall();
    const peer = await made.live();
    made.call.leave();
    expect(peer.acts.at(-1)).toBe('close');
    expect(made.tracks.every((track) => track.stops === 1)).toBe(true);
    expect(made.phase()).toBe('live');
    expect(made.clock.pending).toBe(0);
  });
});

describe('the end', () => {
  it('[CA24] closes devices and connection once and leaves no timer', async () => {
    const made = fakeCall();
    const peer = await made.live();
    made.call.end('hungUp');
    made.call.end('lost');
    made.call.leave();
    await made.pass(1_000);
    expect(made.call.state.value).toEqual({ phase: 'ended', why: 'hungUp' });
    expect(peer.acts.filter((act) => act === 'close')).toHaveLength(1);
    expect(made.tracks.map((track) => track.stops)).toEqual([1, 1]);
    expect(made.call.localStream.value).toBeNull();
    expect(made.call.remoteStream.value).toBeNull();
    expect(made.clock.pending).toBe(0);
  });

  it('[CA24] nothing that comes afterwards opens anything', async () => {
    const made = fakeCall();
    await made.live();
    made.call.end('hungUp');
    made.call.joined(joinedAt(2));
    made.call.receive(signalAt(2));
    await made.call.setCamera(true);
    await made.call.setMicrophone(true);
    expect(made.peers).toHaveLength(1);
    expect(made.asked).toHaveLength(1);
  });

  it('[CA24] a page that allows no connections ends the call as lost', async () => {
    const made = fakeCall();
    made.call.ring({ direction: 'in', peer: 'Anna' });
    await made.call.accept({ camera: false });
    made.peers.push = () => {
      throw new Error('not allowed');
    };
    made.call.joined(joinedAt(1));
    expect(made.call.state.value).toEqual({ phase: 'ended', why: 'lost' });
  });
});

describe('a weak line', () => {
  it('[CA25] takes the camera off the line but leaves it and the sound on, tells both, and comes back by itself', async () => {
    const made = fakeCall();
    const peer = await made.live();
    peer.vitals = { ...peer.vitals, lossOut: 0.2 };
    await made.pass(6_500);
    expect(peer.tracks?.camera).toBeNull();
    expect(peer.tracks?.microphone).toBe(made.tracks[0]);
    expect(made.tracks[1]?.readyState).toBe('live');
    expect(made.told.at(-1)).toEqual({ microphone: true, camera: false, screen: false });
    expect(made.call.quality.value).toMatchObject({ cameraPaused: true, bars: 1 });
    peer.vitals = { ...peer.vitals, lossOut: 0 };
    await made.pass(11_000);
    expect(peer.tracks?.camera).toBe(made.tracks[1]);
    expect(peer.acts).toContain('limit 600000/2');
    expect(made.call.quality.value).toMatchObject({ cameraPaused: false, bars: 4 });
  });
});
