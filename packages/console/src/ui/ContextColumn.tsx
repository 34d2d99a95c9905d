import { openOf } from '../desk/lists.ts';
import { ContactCard } from './ContactCard.tsx';
import { History } from './History.tsx';
import { Empty } from './parts.tsx';
import { Recordings } from './Recordings.tsx';
import { useView } from './use.ts';
import { VisitCard } from './VisitCard.tsx';

/** Who it is, where they are, what happened before. */
export function ContextColumn() {
  const { desk, texts } = useView();
  const open = openOf(desk.state.value);
  return (
    <section class="context" aria-label={texts.contact.title}>
      {open ? (
        <>
          <ContactCard key={open.contact.contactId} contact={open.contact} />
          <VisitCard one={open} />
          <Recordings key={`recordings-${open.conversationId}`} conversationId={open.conversationId} />
          <History key={open.conversationId} conversationId={open.conversationId} />
        </>
      ) : (
        <>
          <header class="part-head">
            <h2>{texts.contact.title}</h2>
          </header>
          <Empty>{texts.contact.none}</Empty>
        </>
      )}
    </section>
  );
}
