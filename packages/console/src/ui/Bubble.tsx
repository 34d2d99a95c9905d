import type { ThreadLine } from '@theke/chat';
import { FileText, Film, Image, type LucideIcon, Megaphone, Pause, Play, RotateCcw } from 'lucide-preact';
import type { MediaKind } from '../desk/shareActs.ts';
import { pagePath, safeLink, textPieces } from '../format/address.ts';
import { runningTime } from '../format/time.ts';
import { Action, stroke } from './parts.tsx';
import { useView } from './use.ts';

/** What one line of the thread says: words, an offered page, a post, something shown. */
export function Bubble({ line, title }: { line: ThreadLine; title: string }) {
  const { texts } = useView();
  const body = line.entry?.body;
  if (body?.type === 'link') {
    const href = safeLink(body.url);
    return (
      <div class="bubble bubble-card" title={title}>
        <p class="card-kind">
          <FileText size={14} strokeWidth={stroke} aria-hidden="true" />
          {texts.conversation.pushed}
        </p>
        <p>{href ? <Outward href={href}>{body.title || pagePath(body.url)}</Outward> : body.title}</p>
        <p class="quiet card-path">{pagePath(body.url)}</p>
      </div>
    );
  }
  if (body?.type === 'media') {
    const href = safeLink(body.url);
    const Icon = mediaIcons[body.media];
    return (
      <div class="bubble bubble-card" title={title}>
        <p class="card-kind">
          <Icon size={14} strokeWidth={stroke} aria-hidden="true" />
          {texts.conversation.media[body.media]}
        </p>
        <p>{href ? <Outward href={href}>{body.title || pagePath(body.url)}</Outward> : body.title}</p>
        {body.media === 'video' && line.entry ? <FilmHand entryId={line.entry.id} /> : null}
      </div>
    );
  }
  if (body?.type === 'post') {
    const href = body.permalink ? safeLink(body.permalink) : null;
    return (
      <div class="bubble bubble-card" title={title}>
        <p class="card-kind">
          <Megaphone size={14} strokeWidth={stroke} aria-hidden="true" />
          {texts.conversation.post}
        </p>
        <Words text={body.text} />
        {href ? (
          <p>
            <Outward href={href}>{texts.conversation.openPost}</Outward>
          </p>
        ) : null}
      </div>
    );
  }
  const text = body?.type === 'text' ? body.text : (line.outgoing?.text ?? '');
  return (
    <div class="bubble" title={title} data-underway={line.outgoing !== undefined}>
      <Words text={text} />
    </div>
  );
}

/** Text as text: links are the only thing made of it. */
function Words({ text }: { text: string }) {
  return (
    <p class="words" dir="auto">
      {textPieces(text).map((piece, at) =>
        piece.href ? (
          // The pieces of a message never move
          <Outward key={at} href={piece.href}>
            {piece.text}
          </Outward>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}

/** A way out of the console that tells the other side nothing about it. */
const Outward = ({ href, children }: { href: string; children: string }) => (
  <a href={href} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </a>
);

const mediaIcons: Record<MediaKind, LucideIcon> = { picture: Image, video: Film, document: FileText };

/** Plays and holds the video on the visitor's page, where both look at it. Absent while no page is shared. */
function FilmHand({ entryId }: { entryId: string }) {
  const { desk, texts } = useView();
  const { films } = desk.sharing;
  if (!films.ready.value) return null;
  const words = texts.conversation.film;
  const step = films.steps.value.get(entryId);
  const playing = step?.playing ?? false;
  // The desk's second keeps the figure moving
  const atMs = films.placeOf(entryId, desk.nowMs.value);
  return (
    <p class="film">
      <Action
        icon={playing ? Pause : Play}
        label={playing ? words.hold : words.play}
        onClick={() => films.step(entryId, !playing, atMs)}
      />
      <Action bare icon={RotateCcw} label={words.again} onClick={() => films.step(entryId, playing, 0)} />
      <span class="quiet">{words.at(runningTime(atMs))}</span>
    </p>
  );
}
