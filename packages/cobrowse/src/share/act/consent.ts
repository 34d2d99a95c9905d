import type { Reads } from './reads.ts';

// Windows in which a visitor consents to being tracked, by the programs that draw them. Nobody answers them for the visitor.
const known = `#usercentrics-root,#usercentrics-cmp-ui,[data-testid^="uc-"],#onetrust-consent-sdk,#onetrust-banner-sdk,.optanon-alert-box-wrapper,
#CybotCookiebotDialog,#CookiebotWidget,#klaro,.klaro,#didomi-host,#didomi-popup,#didomi-notice,.qc-cmp2-container,#qc-cmp2-ui,
#truste-consent-track,.truste_overlay,#trustarc-banner-overlay,#cmpbox,#cmpbox2,#cmpwrapper,[id^="sp_message_container"],
#BorlabsCookieBox,#borlabs-cookie,#cmplz-cookiebanner-container,.cmplz-cookiebanner,#iubenda-cs-banner,.osano-cm-window,
.cky-consent-container,.cky-modal,#cookie-law-info-bar,.ccm-root,#ccm-widget,#cookiefirst-root,.cookiefirst-root,#termly-code-snippet-support,
#axeptio_overlay,#tarteaucitronRoot,#ccc,#lanyard_root,#transcend-consent-manager,#cc-main,.cc-window,.cookieconsent,
.cookie-permission-container,.cookie-permission--container,.offcanvas-cookie,.shopify-pc__banner__dialog,#shopify-pc__prefs,#cookie-notice,#moove_gdpr_cookie_info_bar`;

const box = ':is(dialog,[role=dialog],[role=alertdialog],[aria-modal=true])';
const named = ['class', 'id', 'aria-label']
  .flatMap((name) => ['cookie', 'consent', 'gdpr'].map((word) => `${box}[${name}*=${word} i]`))
  .concat(
    ['class', 'id'].flatMap((name) =>
      ['cookie-banner', 'cookiebanner', 'cookie-consent', 'cookieconsent', 'consent-banner'].map(
        (word) => `[${name}*=${word} i]`,
      ),
    ),
  )
  .join();

const about = /cookie|consent|einwillig|consentement|consenso|consentimiento|toestemming|zgod/i;
const answers =
  /accept|agree|allow|reject|decline|akzeptier|zustimm|erlaub|ablehn|accepter|refuser|accett|rifiut|acept|rechaz|accepteer|weiger|akceptuj|odrzu/i;
const pressed = 'button,a,[role=button],input[type=button],input[type=submit]';
const maxChars = 4_000;
const maxAnswer = 60;

/** Whether an element is part of a window that asks for consent: by who draws it, by how it is called, or by what it is about. */
export function asksConsent(reads: Reads, path: readonly Element[]): boolean {
  return path.some((element) => {
    const tag = reads.tag(element);
    if (tag === 'body' || tag === 'html') return false;
    if (reads.matches(element, known) || reads.matches(element, named)) return true;
    if (!reads.matches(element, box) && !/^(fixed|sticky)$/.test(reads.style(element).position)) return false;
    const text = element.textContent ?? '';
    if (text.length > maxChars || !about.test(text)) return false;
    return reads.find(element, pressed).some((one) => {
      const answer = one.textContent || reads.attribute(one, 'value') || '';
      return answer.length <= maxAnswer && answers.test(answer);
    });
  });
}
