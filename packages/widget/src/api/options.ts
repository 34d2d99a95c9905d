/** What the visitor allowed, as the shop's own consent banner tells us. Absent: not asked yet. */
export interface Consent {
  /** May keep the conversation in this browser. `false` wipes what is kept. */
  storage?: boolean;
  /** May connect before the visitor clicks, e.g. to ask whether somebody is there. */
  chat?: boolean;
  /** `false`: every wish to see the page is declined unseen. */
  cobrowse?: boolean;
  /** `false`: calls never open the camera. */
  camera?: boolean;
  analytics?: boolean;
}

/**
 * When storing and connecting may begin.
 * `click`: once the visitor opens the chat. `manual`: only by `consent(…)`. `implied`: from the start.
 */
export type ConsentMode = 'click' | 'manual' | 'implied';

/** `auto` follows the visitor's system. */
export type Theme = 'auto' | 'light' | 'dark';

/** Each may also stand on the script tag as `data-…`. */
export interface BootOptions {
  site?: string;
  /** `de` or `en`; otherwise taken from `<html lang>`, then from the browser. */
  locale?: string;
  theme?: Theme;
  consent?: ConsentMode;
  /** Origin of the server; by default the one the loader came from. */
  base?: string;
}

export interface OpenOptions {
  /** Somebody with this skill is asked for, e.g. `pharmacy`. */
  skill?: string;
  /** Put into the message box, not sent. */
  draft?: string;
  view?: 'chat' | 'code' | 'showCode';
}

/** A picture of the widget for shop code. Holds no token. */
export interface WidgetState {
  ready: boolean;
  site: string;
  locale: string;
  theme: Theme;
  visible: boolean;
  open: boolean;
  unread: number;
  line: string;
  /** What the shop's own server tells orders by, once there is one. */
  visitorId?: string;
  availability?: string;
  conversation?: { conversationId: string; status: string };
  consent: Consent;
}
