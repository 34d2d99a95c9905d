/** One mark by selector, as if the shop had written it on the elements itself. */
export interface PrivacyRule {
  /** CSS selector, in the page and in its open shadow roots. */
  selector: string;
  /** Only where the path matches this glob (`*` within a part, `**` across); absent: everywhere. */
  page?: string;
  mark: 'show' | 'mask' | 'block' | 'deny';
}

/** What a site lets agents see and do on its pages, as the visitor's browser gets it. */
export interface PagePrivacy {
  version: number;
  /** `shop`: product titles, prices, cart lines, breadcrumbs and navigation are shown without a mark of the shop's own. */
  preset: 'none' | 'shop';
  rules: PrivacyRule[];
  /** What the preset shows, and what stays masked within that: sent along, so that only pages that use it carry the list. */
  presetLists?: { show: readonly string[]; mask: readonly string[] };
  /** Pictures and fonts that need a login are read in the visitor's browser and sent along. */
  capture: boolean;
  /** Origins of embedded pages that load Theke too and may be part of the shared view. */
  frames: string[];
  /** Shares are recorded and deleted after so many days; absent: nothing is kept. Said before a share begins. */
  recordedDays?: number;
}

/** The same as people who set it see it. */
export interface SitePrivacy extends PagePrivacy {
  siteId: string;
  /** Shares are recorded, masked as they came; both sides are told before anything is sent. */
  recording: boolean;
  recordingDays: number;
}

/** A recorded share, to be played again. */
export interface Recording {
  recordingId: string;
  conversationId: string;
  shareId: string;
  startedAt: number;
  endedAt?: number;
  bytes: number;
  /** When it will be deleted. */
  until: number;
}

/** What a page embedded in a shop's is told of the site, if the site has named its origin: who may ask it to be shown, and how. */
export interface EmbeddedPage {
  /** Of the site's own pages. */
  origins: readonly string[];
  privacy: PagePrivacy;
}
