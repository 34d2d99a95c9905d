// Runs on the view's page: holds the view, opens the shop's page in a frame, carries chunks from one to the other.
const stand = {
  chunks: [],
  pointers: [],
  wants: 0,
  failed: [],
  said: [],
  link: true,
  answer: { ok: true, value: undefined },
  buffered: 0,
  skewMs: 0,
  firstStream: 1,

  openView(options = {}) {
    const clock = systemClock();
    const skewed = { ...clock, now: () => clock.now() + this.skewMs };
    this.view = startView({
      shareId: 's1',
      mount: document.getElementById('mount'),
      frameTitle: 'Shared page',
      frameLabel: 'Not shown',
      assetUrl: (url) => `/asset?u=${encodeURIComponent(url)}`,
      wantPicture: () => {
        this.wants += 1;
        if (options.answerWants !== false) this.share?.picture();
      },
      clock: skewed,
      ...options.powers,
    });
  },

  async openShop(path, width = 800, height = 600) {
    this.frame?.remove();
    this.frame = document.createElement('iframe');
    this.frame.style.cssText = `width:${width}px;height:${height}px;border:0`;
    this.frame.src = path;
    const loaded = new Promise((done) => this.frame.addEventListener('load', done, { once: true }));
    document.body.append(this.frame);
    await loaded;
    const shop = this.frame.contentWindow;
    if (!shop.startShare) {
      const script = shop.document.createElement('script');
      script.src = '/share.js';
      const ready = new Promise((done) => script.addEventListener('load', done, { once: true }));
      shop.document.head.append(script);
      await ready;
    }
    return true;
  },

  openShare(powers = {}) {
    const shop = this.frame.contentWindow;
    let host = shop.document.querySelector('theke-widget');
    if (!host) {
      host = shop.document.createElement('theke-widget');
      shop.document.body.append(host);
      host.attachShadow({ mode: 'open' });
    }
    this.overlay = host.shadowRoot;
    this.share = shop.startShare({
      shareId: 's1',
      window: shop,
      overlayRoot: host.shadowRoot,
      ignore: (element) => element.localName === 'theke-widget' || element.hasAttribute('data-theke-widget'),
      send: async (chunk) => {
        this.chunks.push(chunk);
        if (this.link) this.view?.take(chunk);
        return this.answer;
      },
      tellPointer: (pointer) => {
        this.pointers.push(pointer);
        this.view?.pointer(pointer);
      },
      bufferedBytes: () => this.buffered,
      clock: shop.systemClock(),
      firstStream: this.firstStream,
      agentName: 'Anna',
      texts: { shows: (name, label) => `${name} shows: ${label}` },
      onFailed: (why) => this.failed.push(why),
      announce: (text) => this.said.push(text),
      aids: async () => shop.aids,
      ...powers,
    });
  },

  forge(events) {
    this.forged = (this.forged ?? 1000) + 1;
    const stream = this.forged;
    const out = [];
    const deflate = new Deflate({ level: 1 }, (bytes) => out.push(bytes));
    deflate.push(
      strToU8(events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('')),
      true,
    );
    const whole = new Uint8Array(out.reduce((sum, bytes) => sum + bytes.length, 0));
    let at = 0;
    for (const bytes of out) {
      whole.set(bytes, at);
      at += bytes.length;
    }
    for (let from = 0, seq = 0; from < whole.length; from += 65536, seq += 1) {
      this.view.take({ shareId: 's1', stream, seq, bytes: whole.slice(from, from + 65536) });
    }
  },

  text() {
    return this.mirror()?.body?.textContent ?? '';
  },

  shop() {
    return this.frame.contentWindow;
  },

  /** The mirrored document. */
  mirror() {
    return [...document.querySelectorAll('#mount iframe')].at(-1)?.contentDocument ?? null;
  },

  /** Everything sent so far, as numbers, for the test to unpack by other means than ours. */
  sent() {
    return this.chunks.map(({ stream, seq, bytes }) => ({ stream, seq, bytes: [...bytes] }));
  },
};
window.stand = stand;
window.pause = (ms) => new Promise((done) => setTimeout(done, ms));
window.until = async (is, ms = 2000) => {
  for (const end = performance.now() + ms; performance.now() < end; await pause(5)) {
    try {
      if (is()) return true;
    } catch {
      // Not yet.
    }
  }
  return false;
};
