/** One version of what agents may see of a site's pages; the newest counts. */
export interface PagePrivacyTable {
  site_id: string;
  version: number;
  /** JSON of SitePrivacy without site and version. */
  body: string;
  changed_at: number;
  changed_by: string;
}

export interface RecordingsTable {
  id: string;
  share_id: string;
  conversation_id: string;
  site_id: string;
  /** The recording's own key, sealed with the server's. Deleting it makes every copy of the parts unreadable. */
  wrapped_key: Buffer | Uint8Array;
  started_at: number;
  ended_at: number | null;
  bytes: number;
  until_at: number;
}

/** Some seconds of the stream, sealed together. `n` counts from 0. */
export interface RecordingPartsTable {
  recording_id: string;
  n: number;
  sealed: Buffer | Uint8Array;
}
