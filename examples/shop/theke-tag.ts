import { html } from './render.ts';

// The two lines a shop pastes into its pages. The first keeps calls made before the loader is there; the second loads it.

const stub =
  'window.Theke=window.Theke||function(){var a=arguments;return new Promise(function(y,n){(Theke.q=Theke.q||[]).push([a,y,n])})}';

/** The tag as it stands in the documentation, with the nonce that the shop's strict policy asks for. */
export const thekeTag = (thekeUrl: string, siteId: string, nonce: string): string =>
  html`<script nonce="${nonce}">${{ safe: stub }}</script>
<script async src="${thekeUrl}/theke.js" data-site="${siteId}" nonce="${nonce}"></script>`.safe;
