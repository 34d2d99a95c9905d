/**
 * Takes a session link's token out of the address before anything else on the page can read or send it on.
 * Gives the token back; it is kept in memory only. What else the fragment says stays.
 */
export function takeToken({ location, history }: Window): string | null {
  const mark = /([#&])theke=([\w-]{8,200})&?/;
  const found = mark.exec(location.hash);
  if (found) {
    const rest = location.hash.replace(mark, '$1').replace(/[#&]$/, '');
    history.replaceState(history.state, '', location.pathname + location.search + rest);
  }
  return found && found[2]!;
}
