import type { Contact } from '@theke/protocol';
import { useState } from 'preact/hooks';
import { nameOf } from '../format/who.ts';
import { Mark, Verified } from './parts.tsx';
import { useView } from './use.ts';

/** Name, address and note, to be mended in place; and how sure each identity is. */
export function ContactCard({ contact }: { contact: Contact }) {
  const { desk, texts } = useView();
  const words = texts.contact;
  const [change, setChange] = useState<Partial<Record<'name' | 'email' | 'note', string>>>({});
  const [saved, setSaved] = useState(false);
  const value = (key: 'name' | 'email' | 'note') => change[key] ?? contact[key] ?? '';
  const isChanged = Object.entries(change).some(([key, text]) => text !== (contact[key as 'name'] ?? ''));
  const typed = (key: 'name' | 'email' | 'note') => (event: { currentTarget: { value: string } }) => {
    setSaved(false);
    setChange({ ...change, [key]: event.currentTarget.value });
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (!isChanged || !(await desk.saveContact({ contactId: contact.contactId, ...change }))) return;
    setChange({});
    setSaved(true);
  };
  return (
    <form class="contact" onSubmit={save}>
      <header class="part-head">
        <h2>{words.title}</h2>
        {contact.verified ? (
          <span class="vouched">
            <Verified words={words.verified} />
            <span aria-hidden="true">{words.verified}</span>
          </span>
        ) : contact.name || contact.email ? (
          <span class="part-count">{words.unverified}</span>
        ) : null}
      </header>
      <div class="contact-who">
        <Mark name={value('name') || nameOf({ ...contact, name: undefined, email: value('email') }, texts)} />
        <input
          class="contact-name"
          aria-label={words.name}
          placeholder={nameOf({ ...contact, name: undefined, email: undefined }, texts)}
          value={value('name')}
          onInput={typed('name')}
          maxLength={120}
          autocomplete="off"
        />
      </div>
      <label class="field field-quiet">
        <span>{words.email}</span>
        <input type="email" value={value('email')} onInput={typed('email')} autocomplete="off" />
      </label>
      <label class="field field-quiet">
        <span>{words.note}</span>
        <textarea rows={2} value={value('note')} placeholder={words.notePlaceholder} onInput={typed('note')} />
      </label>
      <div class="contact-save">
        {isChanged ? (
          <button type="submit" class="button">
            {words.save}
          </button>
        ) : null}
        <span class="quiet" role="status">
          {saved ? words.saved : ''}
        </span>
      </div>
      {contact.identities.length > 0 ? (
        <dl class="facts">
          <dt>{words.identities}</dt>
          {contact.identities.map((identity) => (
            <dd key={`${identity.kind}:${identity.value}`} data-assurance={identity.assurance}>
              <span class="identity">{identity.value}</span>
              <span class="quiet">
                {texts.channel[identity.kind] ?? identity.kind} · {words.assurance[identity.assurance]}
              </span>
            </dd>
          ))}
        </dl>
      ) : null}
    </form>
  );
}
