import type { ActKey, Share } from '@theke/protocol';
import { Ellipsis, Eye, History, MoveVertical, Presentation, UserRoundPlus } from 'lucide-preact';
import type { Wheel } from '../../desk/leading.ts';
import { Menu, type MenuLine } from '../Menu.tsx';
import { useView } from '../use.ts';

/** Keys that can be pressed on the visitor's page; arrows are drawn as such, the others are known by name. */
const keys: readonly (readonly [ActKey, string?])[] = [
  ['Enter'],
  ['Escape'],
  ['Tab'],
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['PageUp'],
  ['PageDown'],
  ['Home'],
  ['End'],
];

interface Props {
  share: Share;
  isWatching: boolean;
  rewinding: boolean;
  onRewind: (on: boolean) => void;
}

/** What is needed now and then on a shared page. */
export function MoreMenu({ share, isWatching, rewinding, onRewind }: Props) {
  const { desk, screen, texts } = useView();
  const { acting, leading, view } = desk.sharing;
  const words = texts.share;
  const wheel = leading.wheel.value;
  const may = acting.may.value;
  const toggle = (to: Wheel) => leading.choose(wheel === to ? 'theirs' : to);
  const range = view.value?.rewind.range.value ?? null;
  const dialog = (name: 'show' | 'invite') => () => {
    screen.dialog.value = name;
  };
  const show: MenuLine = { key: 'show', icon: Presentation, label: words.show, run: dialog('show') };
  const lead: MenuLine = {
    key: 'lead',
    icon: MoveVertical,
    label: words.lead,
    hint: may.control ? words.leadControl : words.leadLong,
    checked: wheel === 'lead',
    blocked: may.point ? null : words.needsPoint,
    run: () => toggle('lead'),
  };
  const look: MenuLine = {
    key: 'look',
    icon: Eye,
    label: words.look,
    hint: words.lookLong,
    checked: wheel === 'own',
    run: () => toggle('own'),
  };
  const back: MenuLine = {
    key: 'rewind',
    icon: History,
    label: texts.rewind.title,
    hint: texts.rewind.long,
    checked: rewinding,
    blocked: range ? null : texts.rewind.none,
    run: () => onRewind(!rewinding),
  };
  const invite: MenuLine = { key: 'invite', icon: UserRoundPlus, label: words.invite, run: dialog('invite') };
  const pressed = {
    key: 'keys',
    title: words.keys,
    small: keys.map(([key, sign]) => ({
      key,
      label: words.keyNames[key],
      hint: sign,
      run: () => void acting.key(key),
    })),
  };
  return (
    <Menu
      label={words.more}
      icon={Ellipsis}
      marked={wheel !== 'theirs' || rewinding}
      lines={[
        ...(isWatching ? [] : [show]),
        lead,
        look,
        back,
        ...(isWatching || share.phase !== 'on' ? [] : [invite]),
        ...(may.control ? [pressed] : []),
      ]}
    />
  );
}
