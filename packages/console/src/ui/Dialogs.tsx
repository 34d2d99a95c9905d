import { openOf, stagedOf } from '../desk/lists.ts';
import { CodeDialog } from './CodeDialog.tsx';
import { WhyDialog } from './explain/WhyDialog.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { MediaDialog } from './MediaDialog.tsx';
import { Palette } from './Palette.tsx';
import { PushDialog } from './PushDialog.tsx';
import { PrivacyDialog } from './privacy/PrivacyDialog.tsx';
import { ShopDialog } from './ShopDialog.tsx';
import { useView } from './use.ts';
import { InviteVisitor } from './VisitorsInvite.tsx';

/** At most one window over the desk. */
export function Dialogs() {
  const { desk, screen } = useView();
  const open = openOf(desk.state.value);
  const staged = stagedOf(desk.state.value);
  switch (screen.dialog.value) {
    case 'palette':
      return <Palette />;
    case 'keys':
      return <KeysDialog />;
    case 'code':
      return <CodeDialog />;
    case 'push':
      return open ? <PushDialog one={open} /> : null;
    case 'shop':
      return open ? <ShopDialog one={open} /> : null;
    case 'show':
      return open ? <MediaDialog one={open} /> : null;
    case 'invite':
      return staged ? <InviteDialog share={staged} /> : null;
    case 'privacy':
      return <PrivacyDialog />;
    case 'inviteVisitor':
      return <InviteVisitor />;
    case 'why':
      return <WhyDialog />;
    default:
      return null;
  }
}
