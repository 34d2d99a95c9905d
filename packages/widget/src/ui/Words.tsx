const links = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/;

/** A message's text, as text. Addresses become links: the shop's own in this tab, others in a new one that learns nothing of us. */
export function Words({ text, window }: { text: string; window: Window }) {
  return (
    <>
      {text.split(links).map((part, i) => {
        if (i % 2 === 0) return part;
        const ours = part.startsWith(`${window.location.origin}/`);
        return ours ? (
          <a href={part}>{part}</a>
        ) : (
          <a href={part} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part}
          </a>
        );
      })}
    </>
  );
}
