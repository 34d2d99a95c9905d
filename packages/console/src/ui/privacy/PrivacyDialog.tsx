import type { SitePrivacy } from '@theke/protocol';
import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../Dialog.tsx';
import { Empty } from '../parts.tsx';
import { useView } from '../use.ts';
import { PrivacyForm } from './PrivacyForm.tsx';

/** What agents see of a site's pages: to be read by everybody who works there, to be changed by admins. */
export function PrivacyDialog() {
  const { desk, texts } = useView();
  const words = texts.privacy;
  const state = desk.state.value;
  const [sites, setSites] = useState<readonly string[]>([]);
  const busy = [...state.conversations.values(), ...state.visits.values()].map((one) => one.siteId);
  const known = [...new Set([...busy, ...sites])].sort();
  const [siteId, setSiteId] = useState(known[0] ?? '');
  const [typed, setTyped] = useState('');
  const [read, setRead] = useState<SitePrivacy | 'loading' | 'unread'>('loading');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    void desk.privacy.sites().then((all) => {
      if (gone) return;
      setSites(all);
      setSiteId((chosen) => chosen || all[0] || '');
    });
    return () => {
      gone = true;
    };
  }, [desk]);
  useEffect(() => {
    if (!siteId) return;
    let gone = false;
    setRead('loading');
    void desk.privacy.read(siteId).then((found) => !gone && setRead(found ?? 'unread'));
    return () => {
      gone = true;
    };
  }, [desk, siteId, tries]);
  return (
    <Dialog title={words.title} class="dialog-privacy">
      <p class="quiet">{words.lead}</p>
      <aside class="always" aria-label={words.always}>
        <p>
          <strong>{words.always}</strong>
        </p>
        <ul>
          {words.alwaysList.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </aside>
      {known.length > 1 ? (
        <label class="field">
          <span>{words.site}</span>
          <select value={siteId} onChange={(event) => setSiteId(event.currentTarget.value)}>
            {known.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      ) : null}
      {known.length === 0 ? (
        <form
          class="shop-target"
          onSubmit={(event) => {
            event.preventDefault();
            setSiteId(typed.trim());
          }}
        >
          <label class="field">
            <span>
              {words.site}. {words.siteHint}
            </span>
            <input type="text" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
          <button type="submit" class="button">
            {words.siteOpen}
          </button>
        </form>
      ) : null}
      {!siteId ? null : read === 'loading' ? (
        <Empty>{words.loading}</Empty>
      ) : read === 'unread' ? (
        <p class="trouble" role="alert">
          {words.unread}{' '}
          <button type="button" class="text-button" onClick={() => setTries(tries + 1)}>
            {words.again}
          </button>
        </p>
      ) : (
        <PrivacyForm key={siteId} kept={read} readOnly={state.me.role !== 'admin'} onKept={setRead} />
      )}
    </Dialog>
  );
}
